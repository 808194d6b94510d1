// What a file is, told by its name alone.
#pragma once

#include <string_view>

namespace levitate::workspace {

/// A header of C or C++; a name without an ending is one (`include/vector`).
bool isHeader(std::string_view path);

/// A part of a header, included in the middle of it (`.inl`, `.ipp`, `.tpp`, `.inc`): it need not
/// compile on its own.
bool isHeaderPart(std::string_view path);

/// A header, or a source of C, C++ or Objective-C.
bool isCppFile(std::string_view path);

} // namespace levitate::workspace
