// embed.mjs - the search box on another site, under the strictest policy it can live with.
import { check, same, open } from './kit.mjs';

const html = (host, lang, box = '') => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Журнал</title>
<script src="${host}/embed/v1.js" async></script></head><body><h1>Журнал</h1>
<msearch-box endpoint="${host}" ${box}><form action="${host}/search" role="search">
<label>Архивден издөө <input name="q"></label> <button>Издөө</button></form></msearch-box></body></html>`;

const strict = (host) => ({ 'Content-Security-Policy':
  `default-src 'none'; script-src ${host}; connect-src ${host}; form-action ${host}` });

const boxed = async (browser, host, other) => {
  const tab = await open(browser);
  const { page } = tab;
  await page.goto(`${other.url}/`);
  const box = page.locator('msearch-box');
  const input = box.locator('input[part=input]');
  await input.waitFor();
  check('box: the fallback form is hidden', !(await page.locator('msearch-box > form:not([part])').isVisible()));
  same('box: Kyrgyz by the page', 'Издөө', await box.locator('button[part]').textContent());
  same('box: its style is adopted', 1, await box.evaluate((element) => element.shadowRoot.adoptedStyleSheets.length));
  same('box: no style elements', 0, await box.evaluate((element) => element.shadowRoot.querySelectorAll('style, [style]').length));
  await page.screenshot({ path: 'box.png' });
  await input.click();
  await page.keyboard.type('мект', { delay: 20 });
  await box.locator('[role=option]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  same('box: an option is active', 'true', await box.locator('[role=option]').first().getAttribute('aria-selected'));
  await page.screenshot({ path: 'box-suggestions.png' });
  await page.keyboard.press('Enter');
  await box.locator('ol li').first().waitFor();
  check('box: results', await box.locator('ol li').count() > 0);
  check('box: marks', await box.locator('ol mark').count() > 0);
  check('box: the count is told', /\d/.test(await box.locator('[role=status]').textContent()));
  const href = await box.locator('ol a').first().getAttribute('href');
  check('box: links are absolute', /^https?:\/\//.test(href), href);
  await page.screenshot({ path: 'box-results.png', fullPage: true });
  const note = box.locator('[part=note]');
  await input.fill('suu');
  await page.keyboard.press('Enter');
  await note.locator('a').first().waitFor();
  check('box: what was searched instead', /^Издөө: suu → суу \(латын тамгалары\)/.test(await note.textContent()),
    await note.textContent());
  same('box: the way back', `${host}/search?q=suu&as_typed=1&hl=ky`, await note.locator('a').first().getAttribute('href'));
  await page.screenshot({ path: 'box-repaired.png', fullPage: true });
  await input.fill('бюджет');
  await page.keyboard.press('Enter');
  await note.waitFor({ state: 'hidden' });
  check('box: nothing to say of what is found as typed', true);
  await input.fill('suu OR <img src=x onerror=alert(1)>');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  same('box: a change stays text', 0, await box.locator('img').count());
  await input.fill('<img src=x onerror=alert(1)>');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  same('box: markup stays text', 0, await box.locator('img').count());
  const troubles = await tab.troubles();
  check('box: nothing blocked, no errors', troubles.length === 0, troubles.join('; '));
  same('box: no cookies', 0, (await tab.context.cookies()).length);
  await tab.context.close();
};

const russian = async (browser, other) => {
  const tab = await open(browser, { colorScheme: 'dark' });
  await tab.page.goto(`${other.url}/ru`);
  const box = tab.page.locator('msearch-box');
  await box.locator('input[part=input]').fill('вода');
  same('box in Russian', 'Найти', await box.locator('button[part]').textContent());
  await box.locator('button[part]').click();
  await box.locator('ol li').first().waitFor();
  same('box: as many results as wanted', 3, await box.locator('ol li').count());
  await box.locator('[part=more] a').click();
  await tab.page.waitForSelector('.hits');
  same('box: all results on the server', 'ru', await tab.page.getAttribute('html', 'lang'));
  const troubles = await tab.troubles();
  check('box in Russian: nothing blocked, no errors', troubles.length === 0, troubles.join('; '));
  await tab.context.close();
};

const scriptless = async (browser, other) => {
  const tab = await open(browser, { javaScriptEnabled: false });
  await tab.page.goto(`${other.url}/`);
  check('form: there without scripts', await tab.page.locator('msearch-box > form:not([part])').isVisible());
  await tab.page.fill('msearch-box > form input[name=q]', 'мектеп');
  await tab.page.click('msearch-box > form button');
  await tab.page.waitForSelector('.hits');
  check('form: leads to the results', tab.page.url().includes('/search?q='));
  await tab.context.close();
};

// A site that the server does not know: the answer is not handed over.
const stranger = async (browser, other) => {
  const tab = await open(browser);
  await tab.page.goto(`${other.url.replace('127.0.0.1', 'localhost')}/`);
  const box = tab.page.locator('msearch-box');
  await box.locator('input[part=input]').fill('мектеп');
  await box.locator('button[part]').click();
  await tab.page.waitForFunction(() =>
    /иштебей/.test(document.querySelector('msearch-box').shadowRoot.querySelector('[role=status]').textContent));
  same('stranger: no results', 0, await box.locator('ol li').count());
  await tab.context.close();
};

export const embed = async (browser, host, other) => {
  other.pages['/'] = { html: html(host, 'ky'), headers: strict(host) };
  other.pages['/ru'] = { html: html(host, 'ru', 'limit="3"'), headers: strict(host) };
  await boxed(browser, host, other);
  await russian(browser, other);
  await scriptless(browser, other);
  await stranger(browser, other);
};
