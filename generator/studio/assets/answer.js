/* An answer to a false rumour: six questions, in any order. */

import { open, ready, showClash, showProblems } from './keep.js';

const $ = (query, from = document) => from.querySelector(query);
const $$ = (query, from = document) => [...from.querySelectorAll(query)];
const words = $('#editor').dataset, slug = words.slug;
const asks = $$('.ask'), both = $('#both');
let keeper;

const fieldsOf = (ask) => $$('[data-locale]', ask);
const wordsOf = (value, locale) => (value && typeof value === 'object' ? value[locale] : value) || '';
/** Several links, or one line of anything else. */
const evidenceOf = (typed) => {
  const parts = typed.split(/\s+/).map((part) => part.replace(/[,;]+$/, '')).filter(Boolean);
  return parts.every((part) => /^https?:\/\//.test(part)) ? parts : [typed.trim()];
};
const pieces = () => [].concat(keeper.valueOf('evidence') || []);
const valueOf = (key, locale) => {
  if (key === 'title') return keeper.textOf(locale).title;
  if (key === 'evidence') return pieces().map((piece) => piece.url || piece.file || wordsOf(piece.title, locale) || piece).join(' ');
  return wordsOf(keeper.valueOf(key), locale);
};
const mark = (ask) => {
  const said = fieldsOf(ask).map((field) => field.value.trim()).find(Boolean) || '', isDone = !!said;
  ask.classList.toggle('done', isDone);
  const out = $(`[data-out="${ask.dataset.key}"]`);
  if (out) out.textContent = said;
  const gap = $(`[data-gap="${ask.dataset.n}"]`);
  if (gap) gap.hidden = isDone;
  if ($$('[data-gap]').every((line) => line.hidden)) $('#gaps').hidden = true;
};
const showOthers = () => $$('[data-other]').forEach((field) => { field.hidden = !both.checked; });
const show = (state, own) => {
  keeper = own;
  asks.forEach((ask) => {
    fieldsOf(ask).forEach((field) => {
      const value = valueOf(ask.dataset.key, field.dataset.locale);
      if (field.value !== value && (document.activeElement !== field || ask.dataset.key === 'title')) field.value = value;
    });
    mark(ask);
  });
  // Titled pieces, with who issued them and when, are edited in post.toml alone.
  $('#q4').readOnly = pieces().some((piece) => typeof piece === 'object');
  if (both && $$('[data-other]').some((field) => field.value)) { both.checked = true; showOthers(); }
  $('#next').textContent = state.asksDeputy ? words.toDeputy : words.ready;
  showProblems(state);
};
asks.forEach((ask) => ask.addEventListener('input', (event) => {
  const key = ask.dataset.key, field = event.target, locale = field.dataset.locale;
  if (key === 'title') keeper.typed(locale, field.value, keeper.textOf(locale).text);
  else if (key === 'evidence') keeper.changed({ evidence: field.value.trim() ? evidenceOf(field.value) : [] });
  else {
    const texts = Object.fromEntries(fieldsOf(ask).map((other) => [other.dataset.locale, other.value.trim()]));
    // The reason is also what cards and search engines show.
    keeper.changed(key === 'verdict' ? { verdict: texts, summary: texts } : { [key]: texts });
  }
  mark(ask);
}));
if (both) both.addEventListener('change', showOthers);
$('form').addEventListener('submit', (event) => event.preventDefault());
$$('#gaps a').forEach((link) => link.addEventListener('click', (event) => { event.preventDefault(); $(link.hash).focus(); }));
$('#next').addEventListener('click', (event) => {
  event.preventDefault();
  const gaps = $$('[data-gap]');
  gaps.forEach((line) => { line.hidden = asks[line.dataset.gap - 1].classList.contains('done'); });
  const isWhole = gaps.every((line) => line.hidden);
  $('#gaps').hidden = isWhole;
  if (isWhole) ready(keeper, slug);
  else $('#gaps').focus();
});
open({ slug, show, clash: (locale, theirs, typed) => showClash(keeper, locale, theirs, typed) });
