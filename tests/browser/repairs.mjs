// repairs.mjs - queries that were repaired, hits through terms, did you mean: what is said,
// where the boundary stands, and that every step leads back.
import { check, same, open, overflow } from './kit.mjs';

const quiet = async (name, tab) => {
  const troubles = await tab.troubles();
  check(`${name}: nothing blocked, no errors`, troubles.length === 0, troubles.join('; '));
};
const search = (url, text, more = '') => `${url}/search?q=${encodeURIComponent(text)}${more}`;

// The same with scripts and without.
const instead = async (browser, url, scripts) => {
  const name = scripts ? 'repaired' : 'repaired without scripts';
  const tab = await open(browser, { javaScriptEnabled: scripts });
  const { page } = tab;
  await page.goto(search(url, 'suu'));
  const note = page.locator('.notes .repaired');
  const text = await note.textContent();
  check(`${name}: what was not found, and what was searched`,
    text.includes('«suu» жазылганындай табылган жок. Издөө: суу (латын тамгалары)'), text);
  const marks = await page.$$eval('.hits mark', (all) => all.map((mark) => mark.textContent.toLowerCase()));
  check(`${name}: the repaired words are marked`, marks.length > 0 && marks.every((mark) => mark.startsWith('суу')), marks.join(' '));
  same(`${name}: what was typed stays in the box`, 'suu', await page.inputValue('#q'));
  if (scripts) await page.screenshot({ path: 'repaired.png' });
  await page.locator('.hits h2 a').first().click();
  await page.waitForSelector('article.text');
  check(`${name}: they are marked in the article, too`, await page.locator('.text mark').count() > 0);
  await page.click('.back a');
  await note.locator('a').click();
  await page.waitForSelector('.chips');
  same(`${name}: only as typed: nothing`, 0, await page.locator('.hits').count());
  same(`${name}: it is a filter that can be taken away`, 1, await page.locator('.chips a[title]').count());
  if (scripts) await page.screenshot({ path: 'as-typed.png' });
  await page.locator('.chips a[title]').click();
  await page.waitForSelector('.notes .repaired');
  check(`${name}: and it is repaired again`, await page.locator('.hits li').count() > 0);
  await quiet(name, tab);
  await tab.context.close();
};

const terms = async (browser, url) => {
  const tab = await open(browser);
  const { page } = tab;
  await page.goto(search(url, 'мыйзам', '&per_page=6'));
  same('terms: two lists', 2, await page.locator('.hits').count());
  const heading = page.locator('.tier h2');
  check('terms: a heading between them', /^Дагы табылды: мыйзам → закон \(терминдер аркылуу\)$/.test(await heading.textContent()),
    await heading.textContent());
  same('terms: the list is named by it', await heading.getAttribute('id'),
    await page.locator('.hits').nth(1).getAttribute('aria-labelledby'));
  const direct = await page.locator('.hits').first().locator(':scope > li').count();
  same('terms: numbers go on', String(direct + 1), await page.locator('.hits').nth(1).getAttribute('start'));
  check('terms: the sum is told', (await page.textContent('.summary h1')).includes(`, анын ${direct}ү жазылганындай`),
    await page.textContent('.summary h1'));
  const marks = await page.locator('.hits').nth(1).locator('mark').allTextContents();
  check('terms: the other word is marked', marks.some((mark) => /^закон/i.test(mark)), marks.join(' '));
  const line = await page.locator('.tier').evaluate((element) => getComputedStyle(element).borderTopStyle);
  same('terms: a boundary that needs no colour', 'double', line);
  await page.screenshot({ path: 'terms.png', fullPage: true });
  await page.click('.paging a[rel=next]');
  await page.waitForLoadState();
  same('terms: page 2 begins with the heading', 'tier-1', await page.locator('.hits').first().getAttribute('aria-labelledby'));
  same('terms: page 2 counts on', '7', await page.locator('.hits').first().getAttribute('start'));
  await page.locator('.tier a').click();
  await page.waitForSelector('.chips');
  same('terms: without them', 0, await page.locator('.tier').count());
  same('terms: from page 1', '1', await page.getAttribute('.hits', 'start'));
  await page.fill('#q', 'мектеп');
  await page.click('.box button');
  await page.waitForLoadState();
  check('terms: a new query has them again', !page.url().includes('terms=0'), page.url());
  await page.goto(search(url, 'мыйзам', '&sort=newest&hl=ru'));
  same('by date: one list', 1, await page.locator('.hits').count());
  same('by date: hits say how they were found', 'через термины', await page.locator('.via').first().textContent());
  await page.screenshot({ path: 'terms-by-date.png', fullPage: true });
  await quiet('terms', tab);
  await tab.context.close();
};

const meant = async (browser, url) => {
  const tab = await open(browser, { locale: 'en-GB' });
  await tab.page.goto(search(url, 'жергилктүү OR бюджет', '&journal=' + encodeURIComponent('Айыл жана шаар')));
  const link = tab.page.locator('.notes .meant a').first();
  same('did you mean', 'жергиликтүү OR бюджет', await link.textContent());
  await tab.page.screenshot({ path: 'meant.png' });
  await link.click();
  await tab.page.waitForLoadState();
  same('did you mean: searched', 'жергиликтүү OR бюджет', await tab.page.inputValue('#q'));
  same('did you mean: the filters stay', 1, await tab.page.locator('.chips a[title]').count());
  await quiet('did you mean', tab);
  await tab.context.close();
};

const looks = async (browser, url) => {
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
  for (const text of ['suu', 'мыйзам', 'окуучулор', `suu ${'ы'.repeat(120)}`]) {
    await phone.page.goto(search(url, text));
    check(`phone: ${text.slice(0, 12)} fits`, await overflow(phone.page) <= 0, String(await overflow(phone.page)));
  }
  await phone.page.goto(search(url, 'мыйзам'));
  await phone.page.locator('.tier').scrollIntoViewIfNeeded();
  await phone.page.screenshot({ path: 'phone-terms.png' });
  await phone.page.goto(search(url, 'suu'));
  await phone.page.screenshot({ path: 'phone-repaired.png' });
  await quiet('repairs on a phone', phone);
  await phone.context.close();
  const dark = await open(browser, { colorScheme: 'dark' });
  await dark.page.goto(search(url, 'suu', '&hl=ru'));
  await dark.page.screenshot({ path: 'dark-repaired.png' });
  await dark.page.goto(search(url, 'мыйзам', '&hl=en'));
  await dark.page.screenshot({ path: 'dark-terms.png', fullPage: true });
  await quiet('repairs in the dark', dark);
  await dark.context.close();
};

const hostile = async (browser, url) => {
  const tab = await open(browser);
  for (const text of ['suu OR "<img src=x onerror=alert(1)>"', 'suu </p><script>alert(1)</script>', 'suu "\u202Eabc',
    '\'"><svg onload=alert(1)> ,.l;tn', 'мыйзам OR </h2><script>alert(1)</script>']) {
    for (const more of ['', '&sort=newest', '&as_typed=1', '&terms=0&page=2']) {
      await tab.page.goto(search(url, text, more));
      const odd = await tab.page.evaluate(() =>
        document.querySelectorAll('script:not([src]), img, main iframe, [onerror], [onload]').length);
      if (odd) check(`payload ${text}${more}`, false, `${odd} elements`);
    }
  }
  check('payloads in changes run nothing', true);
  await quiet('payloads in changes', tab);
  await tab.context.close();
};

export const repairs = async (browser, url) => {
  await instead(browser, url, true);
  await instead(browser, url, false);
  await terms(browser, url);
  await meant(browser, url);
  await looks(browser, url);
  await hostile(browser, url);
};
