/* The preview's own script: follows the page's state, patches the page, says what is wrong.
   It runs before the page's scripts, so that it knows the page as it was sent: what they change
   afterwards is theirs, and is left alone. No page of output/ holds it. */
(() => {
  'use strict';
  const own = document.getElementById('jarshy-preview');
  const page = own.dataset.page;
  let key = own.dataset.key;
  const make = (name, attributes = {}, ...inside) => {
    const one = document.createElement(name);
    Object.entries(attributes).forEach(([attribute, value]) => one.setAttribute(attribute, value));
    one.append(...inside);
    return one;
  };

  // Patching. `sent` is the page as it was last sent; `live` leads from its nodes to those shown.
  const live = new WeakMap();
  const pair = (sentNode, shownNode) => {
    live.set(sentNode, shownNode);
    const shown = Array.from(shownNode.childNodes);
    Array.from(sentNode.childNodes).forEach((one, at) => pair(one, shown[at]));
    if (sentNode.nodeName === 'TEMPLATE') pair(sentNode.content, shownNode.content);
  };
  let sent = document.documentElement.cloneNode(true);

  const isPlaying = (node) => {
    const videos = node.matches && node.matches('video') ? [node] : Array.from(node.querySelectorAll ? node.querySelectorAll('video') : []);
    return videos.some((one) => !one.paused && !one.ended);
  };
  const sameKind = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName
    && (one.id || '') === (other.id || '');
  // What the theme's scripts took hold of when the page was opened; what comes later, they miss.
  const BOUND = '.player, .clip, .choices a, a.zoom, .share button, video[data-poster], #viewer';
  let isStale = false;

  const patchAttributes = (from, to, shown) => {
    Array.from(from.attributes).forEach(({ name }) => {
      if (!to.hasAttribute(name)) { from.removeAttribute(name); shown.removeAttribute(name); }
    });
    let changed = false;
    Array.from(to.attributes).forEach(({ name, value }) => {
      if (from.getAttribute(name) === value) return;
      from.setAttribute(name, value);
      shown.setAttribute(name, value);
      changed = true;
    });
    return changed;
  };

  const insert = (parent, shownParent, fresh, before) => {
    const added = parent.insertBefore(document.importNode(fresh, true), before);
    const shown = document.importNode(fresh, true);
    // Scripts of a patch do not run; a page whose scripts change is opened anew.
    shownParent.insertBefore(shown, before ? live.get(before) : endOf(parent, shownParent));
    pair(added, shown);
    if (shown.nodeType === 1 && (shown.matches(BOUND) || shown.querySelector(BOUND))) isStale = true;
  };
  // Where scripts have put something of theirs behind the last node, new ones go before it.
  const endOf = (parent, shownParent) => {
    let last = parent.lastChild;
    while (last && !(live.get(last) && live.get(last).parentNode === shownParent)) last = last.previousSibling;
    last = last && live.get(last) === shownParent.lastChild ? null : last;
    return last ? live.get(last).nextSibling : null;
  };
  const remove = (node) => {
    const shown = live.get(node);
    if (shown && shown.remove) shown.remove();
    node.remove();
  };

  const patchChildren = (from, to, shown) => {
    let old = Array.from(from.childNodes);
    let fresh = Array.from(to.childNodes);
    while (old.length && fresh.length && old[0].isEqualNode(fresh[0])) { old.shift(); fresh.shift(); }
    let after = null;
    while (old.length && fresh.length && old[old.length - 1].isEqualNode(fresh[fresh.length - 1])) {
      after = old.pop();
      fresh.pop();
    }
    // Equal ones keep their order; between them, like is patched into like.
    fresh.forEach((one) => {
      const same = old.length < 200 ? old.findIndex((other) => other.isEqualNode(one)) : -1;
      if (same >= 0) {
        old.splice(0, same).forEach(remove);
        old.shift();
        return;
      }
      const isKept = (other) => old.length < 200 && fresh.some((next) => next !== one && next.isEqualNode(other));
      if (old.length && sameKind(old[0], one) && !isKept(old[0])) patch(old.shift(), one);
      else insert(from, shown, one, old[0] || after);
    });
    old.forEach(remove);
  };

  // With scripts on, what stands in <noscript> is text: there the clip feed has read its clips.
  const patchPlain = (from, to, shown) => {
    const was = new DOMParser().parseFromString(from.textContent, 'text/html').body.innerHTML;
    if (was.trim() === to.innerHTML.trim()) return;
    [from, shown].forEach((one) => { one.textContent = to.innerHTML; });
    if (shown.closest('.clip')) isStale = true;
  };

  const patch = (from, to) => {
    const shown = live.get(from);
    if (!shown) return;
    if (from.nodeType !== 1) {
      if (from.nodeValue !== to.nodeValue) {
        from.nodeValue = to.nodeValue;
        shown.nodeValue = to.nodeValue;
      }
      return;
    }
    if (from.nodeName === 'VIDEO' && isPlaying(shown)) return; // patched when it has ended
    if (from.nodeName === 'NOSCRIPT') {
      patchPlain(from, to, shown);
      return;
    }
    const changed = patchAttributes(from, to, shown);
    if (from.nodeName === 'SCRIPT' && changed) isStale = true;
    if (from.nodeName === 'TEMPLATE') patchChildren(from.content, to.content, shown.content);
    else patchChildren(from, to, shown);
    if (from.nodeName === 'VIDEO') shown.load();
  };

  const isCalm = () => !Array.from(document.querySelectorAll('video')).some((one) => !one.paused || one.currentTime > 0)
    && !document.querySelector('dialog[open]')
    && !(document.activeElement && document.activeElement.matches('input, textarea, select'))
    && !panel.open;

  const fetchPage = async () => {
    const wanted = state.key;
    if (!wanted || wanted === key) return;
    const answer = await fetch(location.pathname + location.search, { cache: 'no-store', headers: { Accept: 'text/html' } });
    if (!answer.ok) return;
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    const script = fresh.getElementById('jarshy-preview');
    if (!script) { location.reload(); return; }
    const found = script.dataset.key;
    script.dataset.key = own.dataset.key; // its own tag never changes
    if (!own.dataset.key) { location.reload(); return; } // was missing, and is there now
    const open = Array.from(document.querySelectorAll('details[open]'));
    patch(sent, fresh.documentElement);
    open.forEach((one) => { one.open = true; });
    key = found;
    document.dispatchEvent(new CustomEvent('jarshy-patched'));
    if (isStale && isCalm()) location.reload(); // the browser keeps the scroll
    if (state.key !== key) setTimeout(follow, 100);
  };
  let fetching = Promise.resolve();
  const follow = () => { fetching = fetching.then(fetchPage).catch(() => {}); };

  // The panel: a corner of its own, out of reach of the theme's styles.
  const host = make('div', { id: 'jarshy-panel' });
  const shadow = host.attachShadow({ mode: 'open' });
  const panel = { open: false, shut: {} };
  let state = { key, problems: [], asks: [], awaited: {}, labels: {} };

  const listOf = (problems) => make('ul', {}, ...problems.map((one) => make('li', { class: one.level },
    make('p', { class: 'where' }, one.where), make('p', {}, one.what), ...(one.hint ? [make('p', { class: 'hint' }, `→ ${one.hint}`)] : []))));
  const button = (text, act, attributes = {}) => {
    const one = make('button', { type: 'button', ...attributes }, text);
    one.addEventListener('click', act);
    return one;
  };

  // What has to be mended, and what publishing asks about: this page's own first.
  const LISTS = { problems: 'alert', asks: 'status' };
  const drawList = (name) => {
    const all = state[name];
    const here = all.filter((one) => one.here);
    const rest = all.filter((one) => !one.here);
    const about = JSON.stringify(all);
    if (!all.length || panel.shut[name] === about) return [];
    const shut = button('✕', () => { panel.shut[name] = about; draw(); }, { 'aria-label': state.labels.close, class: 'shut' });
    const heading = make('h2', {}, `${state.labels[name]}: ${all.length}`);
    const parts = [shut, heading];
    if (here.length) parts.push(listOf(here));
    if (rest.length && here.length) parts.push(make('details', {}, make('summary', {}, `+ ${rest.length}`), listOf(rest)));
    else if (rest.length) parts.push(listOf(rest.slice(0, 5)));
    return [make('section', { class: `problems ${name}`, role: LISTS[name] }, ...parts)];
  };

  const drawBar = () => {
    const parts = [];
    if (state.lost) parts.push(make('p', { class: 'lost' }, state.labels.lost));
    if (state.unread) parts.push(make('p', {}, state.unread));
    Object.keys(LISTS).filter((name) => state[name].length && panel.shut[name]).forEach((name) => {
      parts.push(button(`${state.labels[name]}: ${state[name].length}`, () => { panel.shut[name] = ''; draw(); }, { class: `red ${name}` }));
    });
    if (state.notes) {
      parts.push(button(`${state.labels.notes}: ${state.notes}`, showNotes));
    }
    return parts.length ? [make('div', { class: 'bar' }, ...parts)] : [];
  };

  const drawer = make('dialog', { class: 'drawer' });
  drawer.addEventListener('close', () => { panel.open = false; });
  const showNotes = async () => {
    const answer = await fetch(`/_preview/checks?page=${encodeURIComponent(page)}`);
    const notes = answer.ok ? await answer.json() : [];
    drawer.replaceChildren(
      button('✕', () => drawer.close(), { 'aria-label': state.labels.close, class: 'shut' }),
      make('h2', {}, state.labels.notes),
      notes.length ? make('ul', {}, ...notes.map((one) => make('li', {}, one))) : make('p', {}, state.labels.nothing),
    );
    panel.open = true;
    drawer.showModal();
  };

  const drawRibbon = () => (state.ribbon ? [make('p', { class: 'ribbon', role: 'status' }, state.ribbon)] : []);

  // The deputy's answer: one question, two buttons. What could not be sent is kept and goes later.
  const answerForm = make('form', { class: 'answer' });
  answerForm.addEventListener('submit', (event) => event.preventDefault());
  const note = make('textarea', { rows: '3' });
  const asked = { mode: '', unsent: undefined, said: '' };
  const send = async (verdict) => {
    asked.unsent = { page, key, verdict, note: verdict === 'change' ? note.value : '' };
    await resend();
  };
  const resend = async () => {
    const { unsent } = asked;
    if (!unsent) return;
    const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(unsent) };
    const answer = await fetch('/_preview/answer', options).catch(() => undefined);
    if (asked.unsent !== unsent) return;
    if (!answer) { setTimeout(resend, 3000); drawDeputy(); return; }
    asked.unsent = undefined;
    const { said } = answer.ok ? {} : await answer.json().catch(() => ({ said: `${answer.status}` }));
    Object.assign(asked, { mode: '', said: said || '' });
    if (answer.ok) note.value = '';
    drawDeputy();
  };
  const turn = (mode) => () => { Object.assign(asked, { mode, said: '' }); drawDeputy(); if (mode === 'note') note.focus(); };
  const question = (labels) => [
    button(labels.fine, () => send('fine'), { class: 'yes' }),
    button(labels.change, turn('note')),
  ];
  const buttonsOf = ({ standing, next, left }, labels) => {
    if (asked.mode === 'note') return [button(labels.back, turn('ask')), button(labels.send, () => send('change'), { class: 'send' })];
    if (asked.mode === 'ask' || !['fine', 'change'].includes(standing)) return question(labels);
    const onward = next ? [make('a', { class: 'send', href: next }, left)] : [];
    return [button(labels.rethink, turn('ask')), ...onward];
  };
  const saidOf = ({ said, note: noted }, labels) => {
    if (asked.mode === 'note') return make('label', { class: 'question' }, labels.note, note);
    if (asked.unsent) return make('p', { class: 'warn', role: 'alert' }, labels.unsent);
    if (asked.said) return make('p', { class: 'warn', role: 'alert' }, asked.said);
    return make('p', { class: `question ${state.deputy.standing}`, role: 'status' }, [said, noted && `“${noted}”`].filter(Boolean).join(' — '));
  };
  const drawDeputy = () => {
    const { deputy, labels } = state;
    if (!deputy) { answerForm.remove(); return; }
    const two = deputy.asks ? [make('div', { class: 'two' }, ...buttonsOf(deputy, labels))] : [];
    answerForm.replaceChildren(saidOf(deputy, labels), ...two);
    answerForm.setAttribute('aria-label', labels.question);
    if (!answerForm.isConnected) shadow.append(answerForm);
  };

  const pieces = make('div', { class: 'pieces' });
  let drawn = '';
  const draw = () => {
    const { awaited, ...rest } = state;
    const about = JSON.stringify([rest, panel.shut]);
    if (about !== drawn) {
      drawn = about;
      pieces.replaceChildren(...Object.keys(LISTS).flatMap(drawList), ...drawBar(), ...drawRibbon());
      if (asked.mode !== 'note') drawDeputy();
    }
    drawAwaited();
  };

  // What is not made yet says so in its own place.
  const labels = new Map();
  const drawAwaited = () => {
    const seen = new Set();
    document.querySelectorAll('img[src*="awaited/"], video[poster*="awaited/"], source[src*="awaited/"]').forEach((one) => {
      const address = one.getAttribute(one.nodeName === 'VIDEO' ? 'poster' : 'src');
      const words = state.awaited[address.split('awaited/')[1]];
      const place = one.closest('.stage, picture, .media') || one;
      if (!words || !place.parentNode || seen.has(place)) return;
      seen.add(place);
      let label = labels.get(place);
      if (!label) { label = make('span', { class: 'label' }); labels.set(place, label); pieces.before(label); }
      const box = place.getBoundingClientRect();
      label.textContent = words;
      label.style.left = `${box.left + box.width / 2}px`;
      label.style.top = `${box.top + box.height / 2}px`;
      label.hidden = !box.width || box.bottom < 0 || box.top > innerHeight;
    });
    labels.forEach((label, place) => { if (!seen.has(place)) { label.remove(); labels.delete(place); } });
  };
  addEventListener('scroll', drawAwaited, { passive: true });
  addEventListener('resize', drawAwaited);

  // Following. Pages out of sight let go, for a browser has six connections to a server.
  let events;
  const listen = () => {
    if (events || document.hidden) return;
    events = new EventSource(`/_preview/events?page=${encodeURIComponent(page)}`);
    events.onmessage = (event) => {
      state = JSON.parse(event.data);
      draw();
      if (state.key && state.key !== key) follow();
      else if (isStale && isCalm()) location.reload();
    };
    events.onerror = () => {
      const isGone = events.readyState === EventSource.CLOSED;
      state = { ...state, lost: true };
      draw();
      if (isGone) { leave(); setTimeout(listen, 2000); }
    };
    events.onopen = () => { state = { ...state, lost: false }; draw(); resend(); };
  };
  const leave = () => { if (events) events.close(); events = undefined; };
  document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); else listen(); });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', listen);
  addEventListener('online', () => { leave(); listen(); });

  pair(sent, document.documentElement);
  shadow.append(make('link', { rel: 'stylesheet', href: '/_preview/panel.css' }), pieces, drawer);
  // In the studio's frame, the studio says the same beside the page.
  if (window.top === window) document.documentElement.append(host);
  listen();
})();
