// A village or street in, links to its deputies out. Endings need no rules: a name is found by how
// far what is typed agrees with it.
(() => {
  const box = document.querySelector("[data-find]");
  const [form, input, list, none, template] = ["form", "input", "ul", "[data-none]", "template"]
    .map((name) => box.querySelector(name));
  const [letters, replaced] = box.dataset.letters.split(" ");
  const pieces = box.dataset.find.split("|").map((piece) => piece.split(" "));
  const known = {};

  const words = (text) => text.normalize("NFC").toLowerCase()
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200d\ufeff]/g, "")
    .replace(/[^]/g, (sign) => {
      const at = letters.indexOf(sign);
      return at < 0 ? sign : replaced[at] || "";
    }).match(/[a-zA-Z0-9]+/g) || [];

  // 9 for the name as it is, less for an ending or a changed last letter; 4 for the beginning of
  // one that is being typed.
  const worth = (word, name, isLast) => {
    let same = 0;
    while (same < name.length && name[same] === word[same]) same++;
    const left = name.length - same, ending = word.length - same;
    if (!ending) return left ? (isLast && same > 1 ? 4 : 0) : 9;
    return left < 3 && same > 1 + left && ending < 7 && ending < same + 2 ? 8 - 2 * left : 0;
  };

  const found = (asked) => {
    const all = new Map();
    asked.forEach((word, at) => {
      for (const one of known[pathOf(word)] || []) {
        const isLast = at === asked.length - 1, seen = all.get(one.path) || { ...one, sum: 0 };
        seen.sum += Math.max(...one.words.map((name) => worth(word, name, isLast)));
        all.set(one.path, seen);
      }
    });
    const ordered = [...all.values()].sort((a, b) => b.sum - a.sum);
    return ordered.filter(({ sum }) => sum && sum * 2 > ordered[0].sum).slice(0, 8);
  };

  const pathOf = (word) => (pieces.find(([letter]) => !letter || letter === word[0]) || [])[1];

  const show = () => {
    const asked = words(input.value);
    const paths = asked.map(pathOf).filter(Boolean);
    if (paths.map(load).includes(false)) return;
    const shown = found(asked);
    list.textContent = "";
    shown.forEach((one) => list.append(card(one)));
    none.hidden = shown[0] || input.value.trim().length < 3;
  };

  // Face or initials, name and district, and how to reach the deputy.
  const card = (one) => {
    const item = document.importNode(template.content, true).firstElementChild;
    const [link, where, call, write, initials] = [
      "a", "p", "[data-call]", "[data-write]", ".initials",
    ].map((name) => item.querySelector(name));
    link.href = box.dataset.root + "/" + one.path;
    link.textContent = one.name;
    where.textContent = one.district;
    initials.textContent = one.name.split(" ").slice(0, 2).map((word) => word[0]).join("").toUpperCase();
    if (one.face) {
      const face = new Image(128, 128);
      face.className = "face m";
      face.alt = "";
      face.src = box.dataset.root + "/" + one.face;
      item.replaceChild(face, initials);
    }
    call.href = "tel:" + one.phone;
    write.rel = "noopener";
    write.href = "https://wa.me/" + one.number.replace("+", "");
    if (!one.phone) call.parentNode.remove();
    if (!one.number) write.parentNode.remove();
    return item;
  };

  // Whether that piece is there; where it is not, it is asked for, and show() comes again.
  const load = (path) => {
    if (path in known) return !!known[path];
    known[path] = null;
    const script = document.createElement("script");
    script.addEventListener("places", ({ detail: { districts, faces, lines } }) => {
      known[path] = lines.split("\n").map((line) => {
        const [to, name, district, names, portrait, phone, whatsapp] = line.split("\t");
        const face = portrait && to.match(/^[^/]*\/[^/]*\//)[0] + faces[0] + (portrait === "." ? "" : portrait) + faces[1];
        const number = whatsapp === "=" ? phone : whatsapp;
        return { path: to, name, district: districts[district], words: names.split(" "), face, phone, number };
      });
      show();
    });
    script.onerror = () => {
      delete known[path];
      list.textContent = box.dataset.failed;
    };
    script.src = path;
    document.head.append(script);
    return false;
  };

  if (pieces.length === 1) input.onfocus = () => load(pieces[0][1]);
  input.oninput = show;
  form.onsubmit = (event) => {
    event.preventDefault();
    const links = list.querySelectorAll("div > a");
    if (links[0]) links.length > 1 ? links[0].focus() : links[0].click();
  };
  box.hidden = false;
  if (input.value) show();
})();
