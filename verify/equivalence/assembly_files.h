// Files that assembly takes in by itself (`.include`, `.incbin`), which no preprocessor sees.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::equivalence {

/// A line with name and hash of each file that `text` takes in, in their order and with the files
/// that those include in turn; empty when there is none. They are looked for in `folders`; one that
/// is found nowhere is said to be so. Adds the paths to `files`.
std::string filesOfAssembly(std::string_view text, const std::vector<std::string> &folders,
                            std::set<std::string> &files);

/// The sections that `text` puts something into by name, each once.
std::set<std::string> sectionsOfAssembly(std::string_view text);

} // namespace levitate::equivalence
