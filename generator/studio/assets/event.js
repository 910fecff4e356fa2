/* An announcement: what happens, when and where. */

import { open, ready, showClash, showProblems } from './keep.js';

const $ = (query, from = document) => from.querySelector(query);
const $$ = (query, from = document) => [...from.querySelectorAll(query)];
const words = $('#editor').dataset, slug = words.slug, first = words.locales.split(' ')[0];
let keeper, lastDay = ''; // the day on which it ends, where that is another one

const out = (name, text) => { $(`[data-out="${name}"]`).textContent = text; };
const put = (field, value) => { if (field.value !== value && document.activeElement !== field) field.value = value; };
const wordsOf = (value, locale) => (value && typeof value === 'object' ? value[locale] : value) || '';
const parts = (moment) => String(moment || '').replace(' ', 'T').split('T');
const tell = () => {
  const day = $('#day').value, from = $('#from').value, to = $('#to').value;
  const language = document.documentElement.lang, date = day && new Date(`${day}T12:00`);
  const today = new Date();
  const isPast = !!date && date < new Date(today.getFullYear(), today.getMonth(), today.getDate());
  $('#past').hidden = !isPast;
  $('#weekday').hidden = !date || isPast;
  if (date) {
    const weekday = date.toLocaleDateString(language, { weekday: 'long' });
    $('#weekday').textContent = `${weekday[0].toLocaleUpperCase(language)}${weekday.slice(1)}. ${words.over}`;
  }
  const written = date ? date.toLocaleDateString(first, { day: 'numeric', month: 'long', year: 'numeric' }) : '';
  out('when', [written, from && (to ? `${from}–${to}` : from)].filter(Boolean).join(', '));
  out('title', $(`[data-title="${first}"]`).value);
  out('where', $(`[data-where="${first}"]`).value);
  out('text', $(`[data-text="${first}"]`).value);
};
const show = (state, own) => {
  keeper = own;
  Object.keys(state.texts).forEach((locale) => {
    const text = keeper.textOf(locale);
    [['title', text.title], ['text', text.text]].forEach(([name, value]) => {
      const field = $(`[data-${name}="${locale}"]`);
      if (field && field.value !== value) field.value = value;
    });
    const where = $(`[data-where="${locale}"]`);
    if (where) put(where, wordsOf(keeper.valueOf('where'), locale));
  });
  const [day, from = ''] = parts(keeper.valueOf('when')), [end, to = ''] = parts(keeper.valueOf('until'));
  lastDay = end && end !== day ? end : '';
  put($('#day'), day);
  put($('#from'), from.slice(0, 5));
  put($('#to'), to.slice(0, 5));
  $('#next').textContent = state.asksDeputy ? words.toDeputy : words.ready;
  showProblems(state);
  tell();
};
$$('[data-title], [data-text]').forEach((field) => field.addEventListener('input', () => {
  const locale = field.dataset.title || field.dataset.text;
  keeper.typed(locale, $(`[data-title="${locale}"]`).value, $(`[data-text="${locale}"]`).value);
  tell();
}));
$$('[data-where]').forEach((field) => field.addEventListener('input', () => {
  keeper.changed({ where: Object.fromEntries($$('[data-where]').map((other) => [other.dataset.where, other.value.trim()])) });
  tell();
}));
['day', 'from', 'to'].forEach((id) => $(`#${id}`).addEventListener('input', () => {
  const day = $('#day').value, from = $('#from').value, to = $('#to').value;
  const end = lastDay || day;
  keeper.changed({ when: day ? day + (from && `T${from}`) : null, until: day && (to || lastDay) ? end + (to && `T${to}`) : null });
  tell();
}));
$('form').addEventListener('submit', (event) => event.preventDefault());
$('#next').addEventListener('click', (event) => { event.preventDefault(); ready(keeper, slug); });
open({ slug, show, clash: (locale, theirs, typed) => showClash(keeper, locale, theirs, typed) });
