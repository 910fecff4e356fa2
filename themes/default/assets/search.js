// A query in, links to posts out. stem() is as in language/stem.py.
(() => {
  const place = document.querySelector("[data-index]");
  const [input, list, count, none, start, row] = ["input", "[data-list]", "[data-count]",
    "[data-none]", "[data-start]", "template"].map((one) => place.querySelector(one));
  let index, posts, script;

  const swap = (text, [from, to]) =>
    text.replace(/[^]/g, (letter) => to[from.indexOf(letter)] || letter);

  const words = (text) =>
    (text.normalize("NFC").toLowerCase().replace(index.marks, "").match(index.word) || [])
      .map((word) => /[\u0400-\u052f]/.test(word) ? swap(word, index.alike) : word)
      .filter((word) => !index.stop.includes(word));

  const cut = (word, endings, kept) => {
    if (kept.includes(word)) return word;
    const possible = [];
    for (let at = 1; at < word.length; at++) {
      const rest = word.slice(0, at), letters = endings["-" + word.slice(at)];
      if (letters && letters.includes(word[at - 1]) && (at > 2 || kept.includes(rest)))
        possible.push(rest);
    }
    return possible.find((rest) => kept.includes(rest)) || possible[0] || word;
  };

  const stem = (word, rules) => {
    if (!rules) return word;
    for (let before; word !== before;) {
      before = word;
      for (const endings of rules.passes) word = cut(word, endings, rules.kept);
    }
    const end = rules.last.find(([end]) => word.endsWith(end));
    return end ? word.slice(0, -end[0].length) + end[1] : word;
  };

  const post = (line, at) => {
    const [path, day, title, inside, kind, other, clip] = line.split("\t");
    const key = (weight) => (word) => ({ word, weight, plain: swap(word, index.plain) });
    const keys = inside ? swap(inside, index.packed).split(" ").map(key(0)) : [];
    return { at, path, day, title, kind, other, clip, keys: words(title).map(key(1)).concat(keys) };
  };

  // Equal stems are worth 6, those typed without Kazakh letters 4, a beginning 2.
  const wanted = (word, at, all) => {
    const plain = swap(word, index.plain);
    const exact = Object.values(index.exact).map((rules) => stem(word, rules));
    const bare = Object.values(index.bare).map((rules) => stem(plain, rules));
    const begun = at === all.length - 1 && plain.length > 2;
    return ({ keys, other }) => Math.max(0, ...keys.map((key) => {
      if (key.plain[0] !== plain[0]) return 0;
      const locale = other || index.locale;
      const found = key.weight ? stem(key.word, index.exact[locale]) : key.word;
      const worth = exact.includes(found) ? 6
        : bare.includes(stem(swap(found, index.plain), index.bare[locale])) ? 4
        : begun && key.plain.startsWith(plain) ? 2 : 0;
      return worth && worth + key.weight;
    }));
  };

  const search = (asked) => posts.filter((one) => {
    const each = asked.map((worth) => worth(one));
    return one.worth = each.every(Boolean) && each.reduce((a, b) => a + b, 0);
  }).sort((a, b) => b.worth - a.worth || a.at - b.at);

  const shown = (one) => {
    const made = row.content.cloneNode(true);
    const link = made.querySelector("a"), time = made.querySelector("time");
    for (const part of made.querySelectorAll("[data-if]"))
      if (![one.kind, one.other, one.clip && "clip"].includes(part.dataset.if)) part.remove();
      else if (part.dataset.if === "clip") part.append(one.clip);
    link.textContent = one.title;
    link.href = place.dataset.root + "/" + one.path;
    if (one.other) link.lang = link.hreflang = one.other;
    const [year, month, day] = (time.dateTime = one.day).split("-");
    time.textContent = index.months[month - 1].replace("2222", year).replace("11", +day);
    return made;
  };

  const show = () => {
    if (!posts) return load();
    const asked = words(input.value).map(wanted), found = search(asked);
    list.textContent = "";
    list.append(...found.slice(0, 99).map(shown));
    count.textContent = found[0] ? place.dataset.found.replace("%(count)s", found.length) : "";
    start.hidden = asked[0];
    none.hidden = found[0] || !asked[0];
  };

  const load = () => {
    if (script) return;
    script = document.createElement("script");
    script.addEventListener("index", ({ detail }) => {
      index = detail;
      index.word = RegExp(index.word, "g");
      index.marks = RegExp(index.marks, "g");
      index.exact = JSON.parse(index.rules);
      index.bare = JSON.parse(swap(index.rules, index.plain));
      posts = index.posts ? index.posts.split("\n").map(post) : [];
      show();
    });
    script.onerror = () => {
      script = null;
      count.textContent = place.dataset.failed;
    };
    script.src = place.dataset.index;
    document.head.append(script);
  };

  input.onfocus = load;
  input.oninput = () => {
    const query = encodeURIComponent(input.value.trim());
    // Refused when too frequent.
    try { history.replaceState(0, "", query ? "?q=" + query : location.pathname); } catch (e) {}
    show();
  };
  input.form.onsubmit = (event) => {
    event.preventDefault();
    show();
  };
  if (input.value = new URLSearchParams(location.search).get("q") || input.value) show();
})();
