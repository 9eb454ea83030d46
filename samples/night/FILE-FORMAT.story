# Something that is no document.
file acme a.txt
Dear Lampco,
please send ten bulbs.
.
night 2026-11-23
