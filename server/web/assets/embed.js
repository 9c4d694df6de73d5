// embed.js - <msearch-box endpoint="https://search.example.kg" lang="ky">: a search box
// with results for other sites.
//
//   <script src="https://search.example.kg/embed/v1.js" async></script>
//   <msearch-box endpoint="https://search.example.kg" lang="ky">
//     <form action="https://search.example.kg/search" role="search">
//       <input name="q" aria-label="Издөө"><button>Издөө</button>
//     </form>
//   </msearch-box>
//
// The form inside is what visitors without scripts have. The site's policy needs
//   script-src HOST; connect-src HOST; form-action HOST
// and the server has to allow the site's origin (msearch serve --origin). There is no
// inline style or script, no cookie, no storage, and no third party.
'use strict';

(() => {
  if (!window.customElements || customElements.get('msearch-box')) return;

  const words = {
    ky: { label: 'Архивден издөө', hint: 'Сөз, сүйлөм же автор', go: 'Издөө',
      none: 'Эч нерсе табылган жок', all: 'Баарын көрсөтүү', off: 'Издөө азыр иштебей жатат',
      busy: 'Изделүүдө…', n: (n) => n + ' макала табылды', list: 'Сунуштар',
      instead: 'Издөө:', also: 'Дагы:', meant: 'Балким:', typed: 'Жазылганындай гана издөө',
      by: { letters: 'тамгалар: ө ү ң', keyboard: 'клавиатуранын тили', latin: 'латын тамгалары',
        hyphen: 'бирге же бөлөк жазылышы', root: 'уңгулаш сөздөр', edits: 'окшош сөздөр', names: 'аты-жөнүнүн башка жазылышы',
        terms: 'терминдер аркылуу' } },
    ru: { label: 'Поиск по архиву', hint: 'Слово, фраза или автор', go: 'Найти',
      none: 'Ничего не найдено', all: 'Показать все', off: 'Поиск сейчас не работает',
      busy: 'Идёт поиск…', n: (n) => 'Найдено статей: ' + n, list: 'Подсказки',
      instead: 'Показано:', also: 'Ещё:', meant: 'Возможно:', typed: 'Искать только как введено',
      by: { letters: 'буквы ө ү ң', keyboard: 'раскладка клавиатуры', latin: 'латинские буквы',
        hyphen: 'слитно или раздельно', root: 'однокоренные слова', edits: 'похожие слова', names: 'другое написание имени',
        terms: 'через термины' } },
    en: { label: 'Search the archive', hint: 'Word, phrase or author', go: 'Search',
      none: 'Nothing was found', all: 'Show all', off: 'The search does not work right now',
      busy: 'Searching…', n: (n) => n + (n === 1 ? ' article' : ' articles'), list: 'Suggestions',
      instead: 'Searched instead:', also: 'Also:', meant: 'Did you mean:', typed: 'Search only as typed',
      by: { letters: 'letters ө ү ң', keyboard: 'keyboard layout', latin: 'Latin letters',
        hyphen: 'one word or two', root: 'words of the same root', edits: 'similar words', names: 'other spellings of the name',
        terms: 'through terms' } },
  };

  const css = `
:host { display: block; color-scheme: inherit; font: inherit; color: var(--msearch-ink, inherit);
  --accent: var(--msearch-accent, #1d5c57); --line: var(--msearch-line, #8886);
  --card: var(--msearch-background, Canvas); --radius: var(--msearch-radius, .5rem); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
form { position: relative; display: flex; gap: .4rem; margin: 0; }
input, button { font: inherit; color: inherit; border-radius: var(--radius); }
input { flex: 1; min-width: 0; padding: .55em .8em; background: var(--card); border: 1px solid var(--line); }
button { padding: .55em 1.1em; border: 0; cursor: pointer; background: var(--accent);
  color: var(--msearch-accent-ink, #fff); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
ul, ol { margin: 0; padding: 0; list-style: none; }
[role=listbox] { position: absolute; z-index: 10; inset: calc(100% + .3rem) 0 auto; padding: .25rem;
  background: var(--card); border: 1px solid var(--line); border-radius: var(--radius);
  box-shadow: 0 6px 20px #0003; }
[role=option] { padding: .4em .7em; border-radius: calc(var(--radius) * .7); cursor: pointer; }
[role=option][aria-selected=true], [role=option]:hover { background: color-mix(in srgb, var(--accent) 16%, transparent); }
[hidden] { display: none; }
.status { margin: .6em 0 0; opacity: .8; font-size: .9em; }
.status:empty { display: none; }
ol li { padding: .7em 0; border-top: 1px solid var(--line); }
ol li:first-child { border-top: 0; }
h3 { font-size: 1em; margin: 0; }
p { margin: .25em 0 0; }
.source { opacity: .75; font-size: .88em; }
mark { background: var(--msearch-mark, #fbe7a1); color: var(--msearch-mark-ink, #2a2408); border-radius: .15em; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  // Text with marks, from offsets in code points: never from markup.
  const marked = (text, marks) => {
    const letters = Array.from(text);
    const parts = [];
    let at = 0;
    for (const [start, length] of marks) {
      parts.push(letters.slice(at, start).join(''),
        make('mark', { part: 'mark' }, letters.slice(start, start + length).join('')));
      at = start + length;
    }
    parts.push(letters.slice(at).join(''));
    return parts;
  };

  const safe = (url) => (/^https?:\/\//.test(url || '') ? url : null);

  let count = 0;

  class Box extends HTMLElement {
    static get observedAttributes() { return ['lang', 'endpoint']; }

    connectedCallback() {
      if (!this.shadowRoot) this.build();
    }

    attributeChangedCallback() {
      if (this.shadowRoot) this.label();
    }

    get host() { return (this.getAttribute('endpoint') || '').replace(/\/+$/, ''); }

    get tongue() {
      const tag = this.lang || this.closest('[lang]')?.lang || document.documentElement.lang || 'ky';
      return words[tag.slice(0, 2).toLowerCase()] ? tag.slice(0, 2).toLowerCase() : 'ky';
    }

    get text() { return words[this.tongue]; }

    build() {
      const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
      const id = 'msearch-' + ++count;
      this.input = make('input', { id, name: 'q', type: 'search', part: 'input', role: 'combobox',
        autocomplete: 'off', spellcheck: 'false', maxlength: '512', enterkeyhint: 'search',
        'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id + '-list' });
      this.name = make('label', { for: id, class: 'hidden' });
      this.button = make('button', { type: 'submit', part: 'button' });
      this.list = make('ul', { id: id + '-list', role: 'listbox', part: 'suggestions', hidden: '' });
      this.hl = make('input', { type: 'hidden', name: 'hl' });
      this.form = make('form', { role: 'search', method: 'get', part: 'form' },
        this.name, this.input, this.hl, this.button, this.list);
      this.status = make('p', { class: 'status', part: 'status', role: 'status', 'aria-live': 'polite',
        'aria-atomic': 'true' });
      this.note = make('p', { class: 'status', part: 'note', 'aria-live': 'polite', hidden: '' });
      this.hits = make('ol', { part: 'results' });
      this.more = make('p', { class: 'more', part: 'more', hidden: '' });
      root.append(this.form, this.status, this.note, this.hits, this.more);
      this.typed = '';
      this.current = -1;
      this.label();
      this.listen();
    }

    label() {
      this.form.setAttribute('lang', this.tongue);
      this.form.action = this.host + '/search';
      this.hl.value = this.tongue;
      this.name.textContent = this.text.label;
      this.input.placeholder = this.text.hint;
      this.button.textContent = this.text.go;
      this.list.setAttribute('aria-label', this.text.list);
    }

    listen() {
      let timer = 0;
      this.input.addEventListener('input', () => {
        clearTimeout(timer);
        timer = setTimeout(() => this.suggest(), 140);
      });
      this.input.addEventListener('keydown', (event) => this.key(event));
      this.input.addEventListener('blur', () => setTimeout(() => this.close(), 150));
      this.list.addEventListener('pointerdown', (event) => event.preventDefault());
      this.list.addEventListener('click', (event) => {
        const item = event.target.closest('[role=option]');
        if (!item) return;
        this.input.value = item.dataset.text;
        this.search();
      });
      this.form.addEventListener('submit', (event) => {
        if (this.hasAttribute('go')) return; // <msearch-box go>: to the server's own page
        event.preventDefault();
        this.search();
      });
    }

    async get(path) {
      this.asked?.abort();
      this.asked = new AbortController();
      const answer = await fetch(this.host + path,
        { signal: this.asked.signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }

    key(event) {
      const total = this.list.hidden ? 0 : this.list.children.length;
      const at = this.current;
      if (event.isComposing || !total) return;
      if (event.key === 'ArrowDown') this.choose(at + 1 < total ? at + 1 : -1);
      else if (event.key === 'ArrowUp') this.choose(at < 0 ? total - 1 : at - 1);
      else if (event.key === 'Home' && at >= 0) this.choose(0);
      else if (event.key === 'End' && at >= 0) this.choose(total - 1);
      else if (event.key === 'Escape') {
        this.choose(-1);
        this.close();
      } else return;
      event.preventDefault();
    }

    choose(index) {
      Array.from(this.list.children, (item, i) => item.setAttribute('aria-selected', String(i === index)));
      this.current = index;
      const item = this.list.children[index];
      this.input.value = item ? item.dataset.text : this.typed;
      if (item) this.input.setAttribute('aria-activedescendant', item.id);
      else this.input.removeAttribute('aria-activedescendant');
    }

    close() {
      this.list.hidden = true;
      this.current = -1;
      this.input.setAttribute('aria-expanded', 'false');
      this.input.removeAttribute('aria-activedescendant');
    }

    async suggest() {
      const text = this.typed = this.input.value;
      if (!/[\p{L}\p{N}]{2}$/u.test(text)) return this.close();
      try {
        const found = (await this.get('/api/v1/suggest?q=' + encodeURIComponent(text)))[1];
        if (this.input.value !== text) return undefined;
        this.list.replaceChildren(...found.map((item, i) => {
          const option = make('li', { role: 'option', part: 'suggestion', 'aria-selected': 'false',
            id: this.input.id + '-' + i }, item);
          option.dataset.text = item;
          return option;
        }));
        this.current = -1;
        this.list.hidden = !found.length;
        this.input.setAttribute('aria-expanded', String(found.length > 0));
      } catch { /* given up, or no network: the field works on without */ }
      return undefined;
    }

    async search() {
      const text = this.input.value.trim();
      this.close();
      if (!text) return;
      this.status.textContent = this.text.busy;
      const limit = Math.min(Math.max(parseInt(this.getAttribute('limit'), 10) || 5, 1), 20);
      try {
        this.show(text, await this.get('/api/v1/search?facets=none&per_page=' + limit +
          '&q=' + encodeURIComponent(text)));
      } catch (error) {
        if (error.name !== 'AbortError') this.status.textContent = this.text.off;
      }
    }

    show(text, answer) {
      this.status.textContent = answer.total ? this.text.n(answer.total) : this.text.none;
      this.tell(text, answer);
      this.hits.replaceChildren(...answer.hits.map((hit) => this.hit(hit, text)));
      this.more.hidden = answer.total <= answer.hits.length;
      this.more.replaceChildren(make('a', { part: 'link', href: this.host + '/search?q=' +
        encodeURIComponent(text) + '&hl=' + this.tongue }, this.text.all));
      this.dispatchEvent(new CustomEvent('msearch', { bubbles: true, detail: { query: text, total: answer.total } }));
    }

    // One line on what was searched instead or besides, with the way back.
    tell(text, answer) {
      const link = (label, query) => make('a', { part: 'link', href: this.host + '/search?q=' + query +
        '&hl=' + this.tongue }, label);
      const lead = answer.tiers.findIndex((tier) => tier.total);
      const parts = answer.tiers.flatMap((tier, i) => {
        if (tier.rung === 'typed' || !answer.hits.some((hit) => hit.tier === i)) return [];
        const changes = tier.changes.map((change) => change.from + ' → ' + change.to).join('; ');
        return [(i === lead ? this.text.instead : this.text.also) + ' ' + changes +
          (changes && ' ') + '(' + (this.text.by[tier.rung] || tier.rung) + '). '];
      });
      if (parts.length) parts.push(link(this.text.typed, encodeURIComponent(text) + '&as_typed=1'), ' ');
      for (const [i, query] of answer.suggestions.entries())
        parts.push(i ? ', ' : this.text.meant + ' ', link(query, encodeURIComponent(query)));
      this.note.replaceChildren(...parts);
      this.note.hidden = !parts.length;
    }

    hit(hit, text) {
      const href = safe(hit.url) || this.host + '/article/' + encodeURIComponent(hit.id) +
        '?q=' + encodeURIComponent(text);
      const source = [hit.authors.join(', '), hit.journal, hit.issue, hit.year].filter(Boolean).join(' · ');
      const item = make('li', { part: 'result' },
        make('h3', { part: 'title', lang: hit.title_lang },
          make('a', { part: 'link', href }, ...marked(hit.title, hit.title_marks))),
        make('p', { class: 'source', part: 'source' }, source));
      const passage = hit.snippets[0];
      if (passage)
        item.append(make('p', { part: 'passage', lang: passage.lang }, passage.cut_before ? '… ' : '',
          ...marked(passage.text, passage.marks), passage.cut_after ? ' …' : ''));
      return item;
    }
  }

  customElements.define('msearch-box', Box);
})();
