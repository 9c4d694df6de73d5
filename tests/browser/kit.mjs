// kit.mjs - what the browser tests share: a server, a browser, counted checks.
import { chromium } from 'playwright-core';
import { spawn } from 'node:child_process';
import http from 'node:http';

let passed = 0;
let failed = 0;

export const check = (name, good, why = '') => {
  if (good) passed++;
  else failed++;
  console.log(good ? `ok ${name}` : `FAIL ${name}: ${why}`);
};
export const same = (name, want, got) =>
  check(name, want === got, `want ${JSON.stringify(want)}, got ${JSON.stringify(got)}`);
export const finish = () => {
  console.log(`${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
};

// msearch on a port of its own; resolves to { url, stop }.
export const serve = (...options) => new Promise((resolve, reject) => {
  const child = spawn(process.env.MSEARCH,
    ['serve', '-i', 'index', '--listen', '127.0.0.1:0', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  const ended = new Promise((end) => child.on('exit', (code) => end(code)));
  child.stderr.on('data', (part) => {
    text += part;
    const found = /(http:\/\/\S+)\/ /.exec(text);
    if (found) resolve({ url: found[1], stop: () => { child.kill('SIGTERM'); return ended; } });
  });
  child.on('error', reject);
  ended.then((code) => reject(new Error(`msearch ended with ${code}: ${text}`)));
});

// Another site: pages by path, each with its own headers. Resolves to { url, stop, pages }.
export const site = () => new Promise((resolve) => {
  const pages = {};
  const server = http.createServer((request, response) => {
    const page = pages[request.url];
    response.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', ...(page && page.headers) });
    response.end(page ? page.html : '');
  });
  server.listen(0, '127.0.0.1', () => resolve({
    url: `http://127.0.0.1:${server.address().port}`, pages, stop: () => server.close() }));
});

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// A page that notes everything that should not happen: blocked resources, script errors,
// dialogs. `expected` lets status codes through.
export const open = async (browser, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'ky-KG', ...options });
  await context.addInitScript(() => {
    window.broken = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      window.broken.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  const page = await context.newPage();
  const trouble = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('dialog', (dialog) => { trouble.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) trouble.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 500) trouble.push(`${response.status()} ${response.url()}`);
  });
  const troubles = async () => {
    const broken = context._options?.javaScriptEnabled === false ? [] :
      await page.evaluate(() => window.broken || []).catch(() => []);
    return trouble.concat(broken);
  };
  return { context, page, troubles };
};

// Wider than the window: somebody would have to scroll sideways.
export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
