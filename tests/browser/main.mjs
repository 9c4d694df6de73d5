// main.mjs - starts the server, another site and a browser, runs all, counts.
import { check, finish, launch, same, serve, site } from './kit.mjs';
import { pages } from './pages.mjs';
import { embed } from './embed.mjs';
import { repairs } from './repairs.mjs';

const other = await site();
const server = await serve('--origin', other.url, '--name', 'Айыл жана шаар архиви', '--proxied');
const browser = await launch();
try {
  await pages(browser, server.url);
  await repairs(browser, server.url);
  await embed(browser, server.url, other);
} catch (error) {
  check('the run', false, error.stack.split('\n').slice(0, 6).join(' | '));
} finally {
  await browser.close();
  other.stop();
  same('the server ends well', 0, await server.stop());
}
process.exit(finish());
