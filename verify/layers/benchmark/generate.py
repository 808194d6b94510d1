#!/usr/bin/env python3
"""Writes a tree for the benchmark: 14,000 C files of 180 MB in all, in 40 folders that are layers,
with a policy. The same bytes for the same arguments."""
import argparse
import json
import os
import random

BODY = """/*
 * Unit {n} of the benchmark tree.
 *
 * The text is like that of a driver: comments, macros, tables, functions.
 */
{includes}
#define UNIT_{n}_LIMIT ({n} * 4 + 1)
#ifdef CONFIG_UNIT_{n}
#define UNIT_{n}_FLAGS 0x{n:x}u /* set by the configuration */
#endif

static const char *const unit_{n}_names[] = {{ "first", "a \\"quoted\\" name", "tab\\t", "/* no comment */" }};
"""

FUNCTION = """
/**
 * unit_{n}_step_{k} - advances the state machine by one step
 * @state: the state, not null
 * @limit: how far it may go
 *
 * Return: 0, or a negative error.
 */
int unit_{n}_step_{k}(struct unit_state *state, unsigned int limit)
{{
	unsigned int i, sum = 0;

	if (!state || limit > UNIT_{n}_LIMIT)	// the caller's mistake
		return -EINVAL;
	for (i = 0; i < limit; i++) {{
		sum += state->table[i % 16] * {k} + (i << 2);
		if (sum > 0xffffu)
			sum -= 'A' + '\\'';
	}}
	state->sum = sum / 3;
	return state->sum == {k} ? -EBUSY : 0;
}}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--files", type=int, default=14000)
    parser.add_argument("--megabytes", type=int, default=180)
    arguments = parser.parse_args()
    random.seed(1)
    layers = [f"layer{i:02}" for i in range(40)]
    size = arguments.megabytes * 1_000_000 // arguments.files
    for n in range(arguments.files):
        layer = n % len(layers)
        header = n // len(layers) % 2 == 0
        folder = f"{arguments.folder}/{layers[layer]}/part{n // len(layers) % 20:02}"
        os.makedirs(folder, exist_ok=True)
        includes = ["#include <linux/types.h>", "#include <linux/errno.h>"]
        for _ in range(random.randrange(4, 14)):
            # A header (even) of this layer or one below it.
            below = random.randrange(layer, len(layers))
            slot = random.randrange(0, arguments.files // len(layers) // 2) * 2
            includes.append(f'#include "{layers[below]}/part{slot % 20:02}/unit{slot * len(layers) + below}.h"')
        text = BODY.format(n=n, includes="\n".join(includes))
        k = 0
        wanted = size * random.randrange(20, 180) // 100
        while len(text) < wanted:
            text += FUNCTION.format(n=n, k=k)
            k += 1
        if header:
            text = f"#ifndef UNIT_{n}_H\n#define UNIT_{n}_H\n{text}\n#endif\n"
        with open(f"{folder}/unit{n}.{'h' if header else 'c'}", "w") as file:
            file.write(text)
    policy = {"version": 1, "name": "benchmark", "root": ".", "include-roots": ["."],
              "layers": [{"name": name, "files": [f"{name}/**"]} for name in layers], "order": layers}
    with open(f"{arguments.folder}/layers.json", "w") as file:
        json.dump(policy, file)


main()
