// search.js - what the pages have more with scripts than without: suggestions while
// typing, keys (/ and Ctrl-K), and a range of years drawn over the bars.
'use strict';

(() => {
  const input = document.getElementById('q');

  // --- keys: by the key's place, so that they work on a Kyrgyz or Russian layout

  const typing = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

  document.addEventListener('keydown', (event) => {
    const search = (event.ctrlKey || event.metaKey) && !event.altKey && event.code === 'KeyK';
    const slash = !event.ctrlKey && !event.metaKey && !event.altKey &&
      (event.code === 'Slash' || event.key === '/') && !typing(event.target);
    if (!input || !(search || slash)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  // --- suggestions: an editable combobox with a list

  const suggestions = (field) => {
    const list = document.createElement('ul');
    list.id = 'suggestions';
    list.className = 'suggestions';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', field.labels[0] ? field.labels[0].textContent : '');
    list.hidden = true;
    field.parentNode.append(list);
    const set = (name, value) => field.setAttribute(name, value);
    set('role', 'combobox');
    set('aria-autocomplete', 'list');
    set('aria-controls', list.id);
    set('aria-expanded', 'false');

    let typed = field.value;
    let current = -1;
    let timer = 0;
    let asked = null;
    const known = new Map();

    const options = () => Array.from(list.children);
    const close = () => {
      list.hidden = true;
      current = -1;
      set('aria-expanded', 'false');
      field.removeAttribute('aria-activedescendant');
    };
    const choose = (index) => {
      const all = options();
      current = index;
      all.forEach((item, i) => item.setAttribute('aria-selected', String(i === index)));
      if (index < 0) {
        field.value = typed;
        field.removeAttribute('aria-activedescendant');
        return;
      }
      field.value = all[index].dataset.text;
      set('aria-activedescendant', all[index].id);
      all[index].scrollIntoView({ block: 'nearest' });
    };
    const show = (texts) => {
      list.replaceChildren(...texts.map((text, i) => {
        const item = document.createElement('li');
        item.id = 'suggestion-' + i;
        item.setAttribute('role', 'option');
        item.setAttribute('aria-selected', 'false');
        item.dataset.text = text;
        if (text.startsWith(typed)) {
          const rest = document.createElement('b');
          rest.textContent = text.slice(typed.length);
          item.append(typed, rest);
        } else {
          item.textContent = text;
        }
        return item;
      }));
      current = -1;
      list.hidden = texts.length === 0;
      set('aria-expanded', String(texts.length > 0));
    };
    const ask = async () => {
      const text = field.value;
      typed = text;
      if (!/[\p{L}\p{N}]{2}$/u.test(text)) return close();
      if (known.has(text)) return show(known.get(text));
      if (asked) asked.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(
          field.dataset.suggest + '?q=' + encodeURIComponent(text), { signal: asked.signal });
        if (!answer.ok) return close();
        const texts = (await answer.json())[1].filter((item) => item !== text);
        known.set(text, texts);
        if (field.value === text && document.activeElement === field) show(texts);
      } catch {
        // A request that was given up, or no network: the field works on without.
      }
      return undefined;
    };

    field.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    field.addEventListener('keydown', (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.isComposing) return;
      if (event.key === 'ArrowDown' && count) choose(current + 1 < count ? current + 1 : -1);
      else if (event.key === 'ArrowUp' && count) choose(current < 0 ? count - 1 : current - 1);
      else if (event.key === 'Escape' && count) {
        choose(-1);
        close();
      } else return;
      event.preventDefault();
    });
    field.addEventListener('blur', () => setTimeout(close, 150));
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const item = event.target.closest('li');
      if (!item) return;
      field.value = item.dataset.text;
      close();
      field.form.requestSubmit();
    });
  };
  if (input && input.dataset.suggest) suggestions(input);

  // --- years: drag over the bars to choose a range

  const bars = document.querySelector('.bars');
  const range = document.querySelector('.range');
  if (!bars || !range || !window.PointerEvent) return;
  bars.classList.add('drag');
  let from = null;
  let moved = false;
  const barAt = (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    return under ? under.closest('.bars li') : null;
  };
  const paint = (to) => {
    const all = Array.from(bars.children);
    const ends = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
    all.forEach((bar, i) => bar.classList.toggle('in', i >= ends[0] && i <= ends[1]));
    return [all[ends[0]], all[ends[1]]];
  };
  bars.addEventListener('dragstart', (event) => event.preventDefault());
  bars.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = barAt(event);
    moved = false;
  });
  document.addEventListener('pointermove', (event) => {
    const to = from && barAt(event);
    if (!to || (to === from && !moved)) return;
    moved = true;
    paint(to);
  });
  document.addEventListener('pointerup', (event) => {
    const to = from && barAt(event);
    if (to && moved) {
      const ends = paint(to);
      range.elements.year_from.value = ends[0].dataset.year;
      range.elements.year_to.value = ends[1].dataset.end;
      range.requestSubmit();
    }
    from = null;
  });
  bars.addEventListener('click', (event) => {
    if (moved) event.preventDefault();
  }, true);
})();
