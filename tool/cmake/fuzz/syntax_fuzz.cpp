// Fuzz target: the CMake parser loses no byte, and edits of one command leave all others as they
// are.
//
// The first bytes of the input choose a command and an argument; the rest is the file.
#include "tool/cmake/layout.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace levitate::cmake;

namespace {

void require(bool holds) {
  if (!holds)
    std::abort();
}

// The commands before and behind the one that changed stand in the new text as they stood.
void othersAreKept(const File &before, std::size_t index, const TextEdit &edit, bool added,
                   bool removed) {
  const auto after = parse(applied(before.text, edit), "f");
  require(static_cast<bool>(after));
  const std::size_t count = before.commands.size() + (added ? 1 : 0) - (removed ? 1 : 0);
  require(after->commands.size() == count);
  for (std::size_t i = 0; i < before.commands.size(); ++i) {
    if (i == index)
      continue;
    const std::size_t now = i < index ? i : i + (added ? 1 : 0) - (removed ? 1 : 0);
    const Command &a = before.commands[i], &b = after->commands[now];
    require(std::string_view(before.text).substr(a.begin, a.end - a.begin) ==
            std::string_view(after->text).substr(b.begin, b.end - b.begin));
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  if (size < 2)
    return 0;
  const std::string text(reinterpret_cast<const char *>(data + 2), size - 2);
  const auto file = parse(text, "f");
  if (!file)
    return 0;
  require(print(*file) == text);
  std::size_t at = 0;
  for (const Token &token : file->tokens) {
    require(token.begin == at && token.end > token.begin);
    at = token.end;
  }
  require(at == text.size());
  if (file->commands.empty())
    return 0;

  const std::size_t index = data[0] % file->commands.size();
  const Command &command = file->commands[index];
  othersAreKept(*file, index, insertCommand(*file, command, "target_sources", "t x"), true, false);
  othersAreKept(*file, index, removeCommand(*file, command), false, true);
  if (command.arguments.empty())
    return 0;
  const std::size_t argument = data[1] % command.arguments.size();
  const std::size_t count = command.arguments.size();
  const auto changed = [&](const TextEdit &edit) {
    othersAreKept(*file, index, edit, false, false);
    return parse(applied(text, edit), "f")->commands[index].arguments.size();
  };
  require(changed(insertBehind(*file, command, argument, "NEW")) == count + 1);
  require(changed(insertBefore(*file, command, argument, "NEW")) == count + 1);
  require(changed(insertSection(*file, command, argument, "PUBLIC", "NEW")) == count + 2);
  // One of two parentheses can't go alone.
  const std::string_view word = file->raw(command.arguments[argument]);
  if (word != "(" && word != ")")
    require(changed(removeArguments(*file, command, argument, argument)) == count - 1);
  return 0;
}
