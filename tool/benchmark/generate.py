#!/usr/bin/env python3
"""Writes a C++ tree to measure on: FOLDER UNITS. In it:

  tree/      UNITS sources in modules of eight, in layers; every fourth uses core::Registry
  half/      the same with half as many
  build/     compile_commands.json of tree/ (and build-half/ of half/)
  move.json, rename.json, move-half.json   rule files; users.txt, leaf.txt: who is concerned

The sources include the parts of the standard library that everyone includes, so that most of the time
goes where it goes in real trees.
"""
import json
import pathlib
import sys

MODULE = 8
STANDARD = ["algorithm", "functional", "map", "memory", "string", "utility", "vector"]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def header(name, includes, body):
    guard = name.replace("/", "_").replace(".", "_").upper()
    lines = "".join(f"#include {include}\n" for include in includes)
    return f"#ifndef {guard}\n#define {guard}\n\n{lines}\n{body}\n#endif\n"


def generate(root, build, units):
    write(root / "core/registry.h", header("core/registry.h", ["<map>", "<memory>", "<string>"], """\
namespace core {

/// Names things.
class Registry {
public:
  int add(const std::string &name, int value);
  int find(const std::string &name) const;

private:
  std::map<std::string, int> entries;
};

} // namespace core
"""))
    write(root / "core/registry.cpp", """\
#include "core/registry.h"

namespace core {

int Registry::add(const std::string &name, int value) { return entries[name] = value; }

int Registry::find(const std::string &name) const {
  const auto found = entries.find(name);
  return found == entries.end() ? -1 : found->second;
}

} // namespace core
""")
    write(root / "core/leaf.h", header("core/leaf.h", [], "namespace core {\n\nint leafValue(int seed);\n\n} // namespace core\n"))
    write(root / "core/leaf.cpp", '#include "core/leaf.h"\n\nnamespace core {\n\nint leafValue(int seed) { return seed * 3; }\n\n} // namespace core\n')
    sources, users, leaf = ["core/registry.cpp", "core/leaf.cpp"], ["core/registry.cpp"], ["core/leaf.cpp"]
    everything = "".join(f"#include <{one}>\n" for one in STANDARD)
    for number in range(units - 2):
        module, part = divmod(number, MODULE)
        space = f"module{module}"
        name = f"{space}/part{part}"
        needs = [f'"{space}/part{part - 1}.h"'] if part else ([f'"module{module - 1}/part0.h"'] if module else [])
        standard = sorted({"map", "string", "vector", *STANDARD[part % 3::2]})
        write(root / f"{name}.h", header(f"{name}.h", [f"<{one}>" for one in standard] + needs, f"""\
namespace {space} {{

class Part{part} {{
public:
  explicit Part{part}(int size);
  int total() const;
  const std::vector<std::string> &names() const;

private:
  std::vector<std::string> texts;
  std::map<std::string, int> counts;
}};

}} // namespace {space}
"""))
        uses = number % 4 == 0
        is_leaf = number == units - 3
        extra = ('#include "core/registry.h"\n' if uses else "") + ('#include "core/leaf.h"\n' if is_leaf else "")
        use = ""
        if uses:
            use += "  core::Registry registry;\n  for (const std::string &text : texts)\n    registry.add(text, 1);\n"
        if is_leaf:
            use += "  sum += core::leafValue(sum);\n"
        write(root / f"{name}.cpp", f"""\
#include "{name}.h"
{extra}
{everything}
namespace {space} {{

Part{part}::Part{part}(int size) {{
  for (int i = 0; i < size; ++i)
    texts.push_back(std::to_string(i) + "{name}");
  std::sort(texts.begin(), texts.end(), std::greater<>());
}}

int Part{part}::total() const {{
  int sum = 0;
{use}  for (const auto &text : texts)
    sum += static_cast<int>(text.size());
  for (const auto &[name, count] : counts)
    sum += count + static_cast<int>(name.size());
  const auto shared = std::make_shared<std::function<int(int)>>([sum](int more) {{ return sum + more; }});
  return (*shared)({number});
}}

const std::vector<std::string> &Part{part}::names() const {{ return texts; }}

}} // namespace {space}
""")
        sources.append(f"{name}.cpp")
        users += [f"{name}.cpp"] if uses else []
        leaf += [f"{name}.cpp"] if is_leaf else []
    build.mkdir(parents=True)
    write(build / "compile_commands.json", json.dumps(
        [{"directory": str(build), "file": str(root / source),
          "arguments": ["clang++-19", "-std=c++20", f"-I{root}", "-c", str(root / source), "-o", "out.o"]}
         for source in sources], indent=1))
    return users, leaf


def main():
    folder, units = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    users, leaf = generate(folder / "tree", folder / "build", units)
    generate(folder / "half", folder / "build-half", units // 2)
    move = {"move": {"symbols": ["core::Registry"], "to": {
        "header": "base/registry.h", "source": "base/registry.cpp", "namespace": "base"}}}
    rename = {"rename": {"symbol": "core::leafValue", "to": "leafNumber"}}
    for name, root, step in (("move", "tree", move), ("move-half", "half", move), ("rename", "tree", rename)):
        write(folder / f"{name}.json", json.dumps(
            {"version": 1, "name": name, "why": "to measure", "root": root, "steps": [step]}, indent=1))
    write(folder / "users.txt", "\n".join(users) + "\n")
    write(folder / "leaf.txt", "\n".join(leaf) + "\n")


main()
