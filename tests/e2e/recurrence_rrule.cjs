// Answers "RULE|ANCHOR|DAYS" lines as tests/unit/test_recur_oracle.c does,
// with the library `rrule` of npm: how many days, and one bit a day from the
// anchor on ("bits") or their SHA-256 ("sums").  Without it: exit 77.
"use strict";
let rrule;
try {
	rrule = require("rrule");
} catch (e) {
	process.exit(77);
}
const crypto = require("node:crypto");
const readline = require("node:readline");
const DAY = 86400000;

function answer(line) {
	const [text, anchor, n] = line.split("|");
	const start = new Date(anchor + "T00:00:00Z");
	const days = Number(n);
	const bits = Buffer.alloc(Math.ceil(days / 8));
	const options = rrule.RRule.parseString(text);
	let found = 0;
	options.dtstart = start;
	// Left alone it would walk on to the year 9999.
	if (!options.until)
		options.until = new Date(start.getTime() + (days - 1) * DAY);
	new rrule.RRule(options, true).all((d) => {
		const at = Math.round((d - start) / DAY);
		if (at < 0 || at >= days)
			return false;
		found++;
		bits[at >> 3] |= 1 << (at & 7);
		return true;
	});
	return found + " " + (process.argv[2] === "bits" ? bits.toString("hex") :
	    crypto.createHash("sha256").update(bits).digest("hex"));
}

const out = [];
readline.createInterface({ input: process.stdin }).on("line", (line) => {
	out.push(answer(line));
	if (out.length >= 256)
		process.stdout.write(out.splice(0).join("\n") + "\n");
}).on("close", () => {
	if (out.length)
		process.stdout.write(out.join("\n") + "\n");
});
