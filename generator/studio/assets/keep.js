/* Keeps what is typed: 600 ms after the last key in the post's files, at once in this browser, and
   in the browser alone while the studio does not answer. What somebody else wrote into a file
   meanwhile is never overwritten: the page shows both, and a person chooses. */

import { follow, showLost } from './studio.js';

const PAUSE_MS = 600, AGAIN_MS = 1500, MOST_KEEPALIVE = 60000;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
/** The change with another one over it; tables inside are merged. */
const merge = (under, over) => {
  const merged = { ...under };
  Object.entries(over).forEach(([key, value]) => {
    const isTable = value && typeof value === 'object' && !Array.isArray(value);
    merged[key] = isTable && merged[key] && typeof merged[key] === 'object' ? merge(merged[key], value) : value;
  });
  return merged;
};

/** Opens a post: `show(state)` is called with all that it holds, whenever that changed;
    `clash(locale, theirs, mine)` where a file was changed elsewhere, locale "" for post.toml. */
export const open = async ({ slug, show, clash }) => {
  const address = `/_studio/post/${encodeURIComponent(slug)}`, memory = `jarshy-editor:${slug}`;
  const bar = document.querySelector('.bar');
  const words = bar.dataset;
  let state, texts = {}, change = {}, isBusy = false, isStale = false, timer, isLost = false;
  const stopped = new Set(); // languages whose clash waits for a person; "" is post.toml

  // The bar
  const tell = (kind, said = '') => {
    const line = bar.querySelector('.state');
    line.classList.toggle('bad', kind === 'unsaved');
    line.querySelectorAll('[data-state]').forEach((part) => { part.hidden = part.dataset.state !== kind; });
    if (kind === 'saved') line.querySelector('time').textContent = new Date().toTimeString().slice(0, 5);
    if (kind === 'unsaved') line.querySelector('.says').textContent = said || words.unsaved;
  };
  const lost = (is) => { isLost = is; showLost(is); };

  // This browser's own memory: a crash, a closed lid or a stopped studio loses nothing
  const recall = () => { try { return JSON.parse(localStorage.getItem(memory)) || {}; } catch { return {}; } };
  const remember = () => {
    try {
      if (Object.keys(texts).length || Object.keys(change).length) localStorage.setItem(memory, JSON.stringify({ texts, change, digest: state.facts.digest }));
      else localStorage.removeItem(memory);
    } catch { /* a full or closed memory: the file is the better place anyway */ }
  };

  const ask = (path, values, options = {}) => fetch(address + path, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(values), ...options,
  });
  const read = async () => (await fetch(`${address}/state`)).json();

  // Keeping, one edit after the other
  const wanted = () => Object.keys(texts).find((locale) => !stopped.has(locale));
  const isOwing = () => wanted() !== undefined || (Object.keys(change).length > 0 && !stopped.has(''));
  const later = (milliseconds = PAUSE_MS) => { clearTimeout(timer); timer = setTimeout(flush, milliseconds); };
  const flush = async () => {
    clearTimeout(timer);
    if (isBusy) return;
    isBusy = true;
    try {
      while (isOwing()) {
        tell('saving');
        const locale = wanted();
        if (!await (locale === undefined ? keepFacts() : keepText(locale))) return;
      }
      if (!stopped.size) tell('saved');
      remember();
    } catch {
      lost(true);
      tell('unsaved', words.offline);
      later(AGAIN_MS);
    } finally {
      isBusy = false;
      if (isStale) refreshSoon();
    }
  };
  /** Whether the answer says that it is kept. */
  const settle = async (answer, onClash) => {
    lost(false);
    if (answer.ok) return answer.json();
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 409) { onClash(said); tell('unsaved', words.clash); return null; }
    tell('unsaved', said.said);
    later(AGAIN_MS * 2);
    return null;
  };
  const keepText = async (locale) => {
    const mine = texts[locale];
    const kept = await settle(await ask('/text', { locale, ...mine }), (said) => {
      if (said.text.title === mine.title && said.text.text === mine.text) delete texts[locale];
      else { stopped.add(locale); clash(locale, said.text, mine); }
      state.texts[locale] = said.text;
      remember();
      later(0);
    });
    if (!kept) return false;
    if (same(texts[locale], mine)) delete texts[locale];
    Object.entries(kept.texts).forEach(([other, text]) => {
      state.texts[other] = text;
      if (texts[other]) texts[other].digest = text.digest;
    });
    if (kept.facts) state.facts.digest = kept.facts.digest;
    remember();
    return true;
  };
  const keepFacts = async () => {
    const mine = change;
    const kept = await settle(await ask('/facts', { change: mine, digest: state.facts.digest }), (said) => {
      // Another key of the file than those of this edit: both go in.
      const touched = Object.keys(mine).filter((key) => key !== 'media');
      const isApart = touched.every((key) => same(said.facts.values[key], state.facts.values[key]))
        && Object.keys(mine.media || {}).every((name) => same((said.facts.values.media || {})[name], (state.facts.values.media || {})[name]));
      state.facts = said.facts;
      if (!isApart) { stopped.add(''); clash('', said.facts, mine); }
      later(0);
    });
    if (!kept) return false;
    if (change === mine) change = {};
    state.facts = kept.facts;
    remember();
    return true;
  };

  // What others change
  const refresh = async () => {
    isStale = true;
    if (isBusy || isOwing()) return; // looked again when that is kept
    const fresh = await read().catch(() => null); // gone for now: an event will come
    if (!fresh || isBusy || isOwing()) return; // typed meanwhile: keeping it says whether there is a clash
    isStale = false;
    state = fresh;
    show(state, keeper);
  };
  let waiting;
  const refreshSoon = () => { clearTimeout(waiting); waiting = setTimeout(refresh, 150); };

  const keeper = {
    address,
    get state() { return state; },
    /** What the fields have to show: what is kept, or what is still to be kept. */
    textOf: (locale) => texts[locale] || state.texts[locale],
    valueOf: (key) => (key in change ? change[key] : state.facts.values[key]),
    noteOf: (name) => ({ ...((state.facts.values.media || {})[name] || {}), ...((change.media || {})[name] || {}) }),
    typed: (locale, title, text) => {
      texts[locale] = { title, text, digest: (texts[locale] || state.texts[locale]).digest };
      remember();
      tell('saving');
      later();
    },
    changed: (values) => { change = merge(change, values); remember(); tell('saving'); later(); },
    /** A person chose after a clash: their own words, or those of the file. */
    choose: (locale, isMine) => {
      stopped.delete(locale);
      if (locale === '') { if (!isMine) change = {}; }
      else if (isMine) texts[locale] = { ...texts[locale], digest: state.texts[locale].digest, keep: true };
      else delete texts[locale];
      remember();
      show(state, keeper);
      later(0);
    },
    /** Sends what is owed and whatever `act` sends, in order. */
    do: async (path, values = {}) => {
      await flush();
      try { const answer = await ask(path, values); lost(false); return answer; } catch { lost(true); return Response.error(); }
    },
    flush,
    refresh: refreshSoon,
  };

  // A page that is left sends the rest with its last breath.
  const leave = () => {
    if (!isOwing() || isBusy || isLost) return;
    const locale = wanted();
    const [path, values] = locale === undefined ? ['/facts', { change, digest: state.facts.digest }] : ['/text', { locale, ...texts[locale] }];
    if (JSON.stringify(values).length < MOST_KEEPALIVE) ask(path, values, { keepalive: true }).catch(() => {});
  };
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => { if (document.hidden && isOwing()) flush(); });
  addEventListener('online', flush);

  state = await read();
  const before = recall();
  Object.entries(before.texts || {}).forEach(([locale, mine]) => {
    const now = state.texts[locale];
    if (now && (now.title !== mine.title || now.text !== mine.text)) texts[locale] = mine;
  });
  if (before.change && Object.keys(before.change).length) change = before.change;
  remember(); // without what has reached the file after all
  show(state, keeper);
  document.querySelector('#editor').inert = false; // nothing is typed before there is where to keep it
  tell(isOwing() ? 'saving' : 'saved');
  if (isOwing()) later(0);
  follow(({ number }) => { if (isLost) { lost(false); flush(); } if (number !== state.number) refreshSoon(); });
  return keeper;
};

/** A short message with a button that takes something back, for eight seconds. */
export const toast = (text, label, act) => {
  document.querySelectorAll('.toast').forEach((old) => old.remove());
  const box = document.createElement('div');
  box.className = 'toast';
  box.setAttribute('role', 'status');
  box.append(text);
  if (label) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', () => { box.remove(); act(); });
    box.append(button);
  }
  document.body.append(box);
  setTimeout(() => box.remove(), 8000);
};

/** Words of the page with their fields filled. */
export const fill = (text, values) => Object.entries(values).reduce((all, [key, value]) => all.replaceAll(`{${key}}`, value), text);

/** The two views of a small screen. */
document.querySelectorAll('[data-totab]').forEach((button) => button.addEventListener('click', () => {
  document.body.dataset.tab = button.dataset.totab;
  document.querySelectorAll('[data-totab]').forEach((other) => other.setAttribute('aria-pressed', other === button));
  scrollTo(0, 0);
}));
if (document.querySelector('[data-totab]')) document.body.dataset.tab = 'write';

/** Shows a clash: both versions, and what to do. */
export const showClash = (keeper, locale, theirs, mine) => {
  const box = document.querySelector('#clash').content.firstElementChild.cloneNode(true);
  document.querySelectorAll(`.clash[data-locale="${locale}"]`).forEach((old) => old.remove());
  box.dataset.locale = locale;
  box.querySelector('.file').textContent = locale === '' ? 'post.toml' : theirs.file;
  const both = box.querySelector('.both');
  if (locale === '') both.remove();
  else {
    box.querySelector('.theirs').textContent = `${theirs.title}\n\n${theirs.text}`;
    box.querySelector('.mine').textContent = `${mine.title}\n\n${mine.text}`;
  }
  const end = (isMine) => () => { box.remove(); keeper.choose(locale, isMine); };
  box.querySelector('[data-mine]').addEventListener('click', end(true));
  box.querySelector('[data-theirs]').addEventListener('click', end(false));
  document.querySelector('.writes').prepend(box);
};

/** What keeps the post from the site. */
export const showProblems = (state) => {
  const list = document.querySelector('#problems');
  list.hidden = !state.problems.length;
  list.querySelector('ul').replaceChildren(...state.problems.map((problem) => Object.assign(document.createElement('li'), { textContent: problem })));
};

/** The post is written: to the deputy, where the site asks for a yes, else to what goes out. */
export const ready = async (keeper, slug) => {
  const answer = await keeper.do('/ready');
  if (answer.ok) location.href = keeper.state.asksDeputy ? `/_studio/show/${encodeURIComponent(slug)}` : '/_studio/';
};
