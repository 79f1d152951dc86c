'use strict';
for (const page of document.querySelectorAll('.explanation')) {
  const { layers, words, tokens } = JSON.parse(page.querySelector('.scores').textContent);
  const write = x => String(Number(x.toPrecision(3)));
  const peak = row => row.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

  const paint = (cells, row, most) => cells.forEach((cell, i) => {
    cell.style.setProperty('--s', most > 0 ? Math.min(1, Math.abs(row[i]) / most).toFixed(3) : 0);
    cell.classList.toggle('n', row[i] < 0);
    cell.title = cell.dataset.n + ': ' + write(row[i]);
    const figure = cell.querySelector('i');
    if (figure) figure.textContent = write(row[i]);
  });

  const show = () => {
    const layer = page.querySelector('.layers input:checked')?.value ?? String(layers[0]);
    const at = layers.indexOf(Number(layer));
    const unit = page.querySelector('.units input:checked').value;
    for (const part of page.querySelectorAll('[data-layer]')) part.hidden = part.dataset.layer !== layer;
    for (const part of page.querySelectorAll('[data-unit]')) part.hidden = part.dataset.unit !== unit;
    for (const row of page.querySelectorAll('.matrix tbody tr')) row.classList.toggle('shown', row.dataset.row === layer);
    const most = { words: peak(words[at]), tokens: peak(tokens[at].text) };
    paint(page.querySelectorAll('[data-unit=words] b'), words[at], most.words);
    paint(page.querySelectorAll('[data-unit=tokens] b'), tokens[at].text, most.tokens);
    paint(page.querySelectorAll('.specials .chip'), tokens[at].added, most.tokens);
    page.querySelector('.low').textContent = page.querySelector('.signed') ? write(-most[unit]) : '0';
    page.querySelector('.high').textContent = write(most[unit]);
  };
  page.addEventListener('change', show);
  show();
}
