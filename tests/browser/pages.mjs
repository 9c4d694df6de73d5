// pages.mjs - the search pages, by keyboard and mouse, with and without scripts.
import { check, same, open, overflow } from './kit.mjs';

// Of all articles: how many of them are as typed stands behind it.
const count = async (page) => parseInt((await page.$eval('.summary h1', (h1) => h1.firstChild.textContent)).replace(/\D/g, ''), 10);
const quiet = async (name, tab) => {
  const troubles = await tab.troubles();
  check(`${name}: nothing blocked, no errors`, troubles.length === 0, troubles.join('; '));
};

const keyboard = async (browser, url) => {
  const tab = await open(browser);
  const { page } = tab;
  await page.goto(`${url}/`);
  same('home: Kyrgyz', 'ky', await page.getAttribute('html', 'lang'));
  same('home: the field has the focus', 'q', await page.evaluate(() => document.activeElement.id));
  await page.screenshot({ path: 'home.png' });
  await page.keyboard.type('айылдык мектептер');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.hits li');
  same('search: address', 'айылдык мектептер', new URL(page.url()).searchParams.get('q'));
  check('search: hits', await count(page) > 0);
  const marks = await page.$$eval('.hits mark', (all) => all.map((mark) => mark.textContent.toLowerCase()));
  check('search: inflected forms are marked', marks.some((mark) => mark.startsWith('мектеп') && mark !== 'мектептер'),
    marks.join(' '));
  same('search: one heading', 1, await page.locator('h1').count());
  const langs = await page.$$eval('.hits .passage', (all) => all.map((passage) => passage.lang));
  check('search: passages say their language', langs.every((lang) => /^(ky|ru|en)$/.test(lang)), langs.join(' '));
  await page.screenshot({ path: 'search.png', fullPage: true });

  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Tab');
  same('skip link is first', 'skip', await page.evaluate(() => document.activeElement.className));
  await page.keyboard.press('Enter');
  same('skip link leads to the content', 'main', await page.evaluate(() => document.activeElement.id));
  await page.keyboard.press('/');
  same('/ leads to the field', 'q', await page.evaluate(() => document.activeElement.id));
  await page.evaluate(() => {
    document.activeElement.blur();
    document.dispatchEvent(new KeyboardEvent('keydown',
      { key: 'л', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }));
  });
  same('Ctrl-K on a Cyrillic layout leads to the field', 'q', await page.evaluate(() => document.activeElement.id));
  await quiet('search', tab);
  await tab.context.close();
};

const suggestions = async (browser, url) => {
  const tab = await open(browser);
  const { page } = tab;
  await page.goto(`${url}/`);
  await page.keyboard.type('айыл мект', { delay: 20 });
  await page.waitForSelector('#suggestions li');
  same('suggestions: open', 'true', await page.getAttribute('#q', 'aria-expanded'));
  await page.screenshot({ path: 'suggestions.png' });
  await page.keyboard.press('ArrowDown');
  const active = await page.getAttribute('#q', 'aria-activedescendant');
  same('suggestions: the active one is told', 'true', await page.getAttribute(`#${active}`, 'aria-selected'));
  const chosen = await page.inputValue('#q');
  check('suggestions: the words before are kept', chosen.startsWith('айыл мект'), chosen);
  await page.keyboard.press('Escape');
  same('suggestions: Escape gives back what was typed', 'айыл мект', await page.inputValue('#q'));
  same('suggestions: closed', 'false', await page.getAttribute('#q', 'aria-expanded'));
  await page.keyboard.type('е', { delay: 20 });
  await page.waitForSelector('#suggestions li');
  await page.keyboard.press('ArrowDown');
  const word = await page.inputValue('#q');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?**');
  same('suggestions: Enter searches it', word, new URL(page.url()).searchParams.get('q'));
  await quiet('suggestions', tab);
  await tab.context.close();
};

// The same clicks with scripts and without.
const narrowing = async (browser, url, scripts) => {
  const name = scripts ? 'narrowing' : 'narrowing without scripts';
  const tab = await open(browser, { javaScriptEnabled: scripts });
  const { page } = tab;
  await page.goto(`${url}/`);
  await page.fill('#q', 'суу');
  await page.click('.box button');
  await page.waitForSelector('.hits');
  const all = await count(page);
  const value = page.locator('.facet').nth(1).locator('li a').first();
  const expected = parseInt(await value.locator('.number').textContent(), 10);
  await value.click();
  await page.waitForSelector('.chips');
  same(`${name}: a facet's count is what it finds`, expected, await count(page));
  same(`${name}: the value is marked as chosen`, 1, await page.locator('.facet .chosen').count());
  await page.locator('.chips a').first().click();
  await page.waitForLoadState();
  same(`${name}: a chip takes it away`, all, await count(page));
  const bar = page.locator('.bars a').first();
  const title = await bar.getAttribute('title');
  await bar.click();
  await page.waitForSelector('.chips');
  same(`${name}: a bar filters on its year`, parseInt(title.split(': ')[1], 10), await count(page));
  check(`${name}: the year is in the address`, page.url().includes(`year_from=${title.slice(0, 4)}`), page.url());
  await page.locator('.chips .clear a').click();
  await page.waitForLoadState();
  await page.click('.paging a[rel=next]');
  await page.waitForLoadState();
  same(`${name}: page 2`, '11', await page.getAttribute('.hits', 'start'));
  await page.click('.paging a[rel=prev]');
  await page.waitForLoadState();
  same(`${name}: back to page 1`, '1', await page.getAttribute('.hits', 'start'));
  await page.locator('.order a').nth(2).click();
  await page.waitForLoadState();
  const dates = await page.$$eval('.hits time', (times) => times.map((time) => time.dateTime));
  check(`${name}: oldest first`, dates.length > 1 && dates.every((date, i) => i === 0 || dates[i - 1] <= date), dates.join(' '));
  await page.click('.interface a[lang=ru]');
  await page.waitForLoadState();
  same(`${name}: Russian`, 'ru', await page.getAttribute('html', 'lang'));
  check(`${name}: the search stays`, page.url().includes('sort=oldest'), page.url());
  await page.locator('.hits h2 a').first().click();
  await page.waitForLoadState();
  same(`${name}: the article keeps the language`, 'ru', await page.getAttribute('html', 'lang'));
  check(`${name}: the article has its words marked`, await page.locator('.text mark').count() > 0);
  if (scripts) await page.screenshot({ path: 'article.png', fullPage: true });
  await page.click('.back a');
  await page.waitForSelector('.hits');
  same(`${name}: back to the results`, all, await count(page));
  await quiet(name, tab);
  await tab.context.close();
};

const dragging = async (browser, url) => {
  const tab = await open(browser);
  const { page } = tab;
  await page.goto(`${url}/search?q=${encodeURIComponent('суу')}`);
  const first = await page.locator('.bars li').nth(1).boundingBox();
  const last = await page.locator('.bars li').nth(2).boundingBox();
  const years = await page.$$eval('.bars li', (all) => [all[1].dataset.year, all[2].dataset.end]);
  await page.mouse.move(first.x + first.width / 2, first.y + first.height - 30);
  await page.mouse.down();
  await page.mouse.move(last.x + last.width / 2, last.y + last.height - 30, { steps: 5 });
  await page.mouse.up();
  await page.waitForSelector('.chips');
  const params = new URL(page.url()).searchParams;
  same('dragging over bars: from', years[0], params.get('year_from'));
  same('dragging over bars: to', years[1], params.get('year_to'));
  await quiet('dragging', tab);
  await tab.context.close();
};

const small = async (browser, url) => {
  const tab = await open(browser, { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
  const { page } = tab;
  const places = ['/', '/search?q=*', `/search?q=${encodeURIComponent('"жок фраза" title:( OR')}`,
    `/search?q=${'ы'.repeat(200)}`, '/none'];
  for (const place of places) {
    await page.goto(url + place);
    check(`phone: ${place.slice(0, 20)} fits`, await overflow(page) <= 0, String(await overflow(page)));
  }
  await page.goto(`${url}/search?q=${encodeURIComponent('мектеп бюджет')}`);
  await page.screenshot({ path: 'phone.png' });
  await page.locator('.jump a').click();
  check('phone: the filters are one tap away', await page.locator('#filters').isVisible());
  await page.locator('.hits h2 a').first().click();
  await page.waitForSelector('article.text');
  check('phone: an article fits', await overflow(page) <= 0);
  await page.screenshot({ path: 'phone-article.png' });
  await quiet('phone', tab);
  await tab.context.close();
};

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const dark = async (browser, url) => {
  const tab = await open(browser, { colorScheme: 'dark' });
  await tab.page.goto(`${url}/search?q=${encodeURIComponent('бюджет')}&hl=ru`);
  const light = await open(browser, { colorScheme: 'light' });
  await light.page.goto(`${url}/search?q=a`);
  const level = (colour) => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  check('dark: the ground is dark', level(await ground(tab.page)) < 150, await ground(tab.page));
  check('light: the ground is light', level(await ground(light.page)) > 650, await ground(light.page));
  await tab.page.screenshot({ path: 'dark.png' });
  await quiet('dark', tab);
  await light.context.close();
  await tab.context.close();
};

const hostile = async (browser, url) => {
  const payloads = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onfocus=alert(1) autofocus='",
    '</title><script>alert(1)</script>', '<svg onload=alert(1)>', 'javascript:alert(1)', '{{7*7}}', '\u202Eabc',
    '</mark><script>alert(1)</script>', '%3Cscript%3Ealert(1)%3C/script%3E', '"-alert(1)-"', '<a href=javascript:alert(1)>x'];
  const tab = await open(browser);
  const { page } = tab;
  for (const payload of payloads) {
    const text = encodeURIComponent(payload);
    for (const place of [`/search?q=${text}`, `/search?q=a&journal=${text}&author=${text}`, `/search?q=a&hl=${text}&page=${text}`,
      `/article/${text}`, `/article/ayil-2022-02-003?q=${text}`, `/?hl=${text}`]) {
      await page.goto(url + place).catch(() => {});
      const odd = await page.evaluate(() => document.querySelectorAll('script:not([src]), img, iframe, [onerror], [onload], [onfocus]').length);
      if (odd) check(`payload ${place}`, false, `${odd} elements`);
    }
  }
  check('payloads run nothing', true);
  await quiet('payloads', tab);
  await page.goto(`${url}/search?q=a`);
  const blocked = await page.evaluate(() => new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', () => resolve(true));
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    setTimeout(() => resolve(Boolean(window.ran) === false), 200);
  }));
  check('the policy would stop an inline script', blocked);
  await tab.context.close();
};

const nothing = async (browser, url) => {
  const tab = await open(browser);
  await tab.page.goto(`${url}/search?q=${encodeURIComponent('жокмындайсөз')}&hl=en`);
  check('nothing found: help', await tab.page.locator('.help a').count() >= 6);
  await tab.page.screenshot({ path: 'nothing.png' });
  for (const href of await tab.page.$$eval('.help a', (all) => all.map((a) => a.href))) {
    await tab.page.goto(href);
    same(`help: ${decodeURIComponent(href.split('q=')[1]).slice(0, 24)} raises no warning`, 0,
      await tab.page.locator('.note:has(code)').count());
  }
  await quiet('nothing found', tab);
  await tab.context.close();
};

export const pages = async (browser, url) => {
  await keyboard(browser, url);
  await suggestions(browser, url);
  await narrowing(browser, url, true);
  await narrowing(browser, url, false);
  await dragging(browser, url);
  await small(browser, url);
  await dark(browser, url);
  await hostile(browser, url);
  await nothing(browser, url);
};
