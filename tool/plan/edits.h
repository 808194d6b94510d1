// Replacements in files, each with the reason for it, and their application.
#pragma once

#include "base/result.h"
#include "tool/facts/facts.h"
#include "tool/workspace/overlay.h"

#include <map>
#include <string>
#include <vector>

namespace levitate::plan {

/// Replaces `range` of a file (as the overlay has it) by `text`.
struct Edit {
  facts::Range range;
  std::string text;
  std::string reason;
};

/// What is reported of an edit (design, section 5).
struct EditRecord {
  std::string file;
  unsigned line = 0;
  std::string step;
  std::string reason;
  std::string before, after;
};

/// The edits of one step, by file.
class Edits {
public:
  void replace(const std::string &file, facts::Range range, std::string text, std::string reason);
  void insert(const std::string &file, std::uint32_t offset, std::string text, std::string reason);
  /// Removes a range. Edits that lie wholly inside it are dropped when the edits are applied.
  void remove(const std::string &file, facts::Range range, std::string reason);

  bool empty() const { return byFile.empty(); }
  const std::map<std::string, std::vector<Edit>> &files() const { return byFile; }

  /// The edits that lie inside a range of a file, applied to the text of that range. Used for text
  /// that is moved elsewhere. An insertion at the range's end belongs to what follows it. A refusal
  /// as by apply().
  Result<std::string> appliedWithin(const std::string &file, facts::Range range,
                                    std::string_view contents) const;

  /// Applies everything to the overlay and appends what was done to `records`. Two edits that want
  /// different text in one place are a refusal with both reasons.
  Result<void> apply(workspace::Overlay &overlay, const std::string &step,
                     std::vector<EditRecord> &records) const;

private:
  std::map<std::string, std::vector<Edit>> byFile;
};

} // namespace levitate::plan
