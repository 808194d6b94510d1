// Which file an include names, as Clang and GCC look for it; and the scans of files, each made
// once.
#pragma once

#include "verify/layers/database.h"
#include "verify/layers/filetable.h"
#include "verify/layers/scanner.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace levitate::layers {

/// A file and where it was found.
struct Found {
  Opened opened;
  int index = -1; ///< in SearchContext::folders; -1: beside the includer, or by absolute path
};

/// Where one kind of unit looks for includes, and how it reads files.
struct SearchContext {
  LanguageMode mode;
  std::vector<std::string> quote, angled; ///< paths in order, existing or not
  std::vector<FolderId> folders;          ///< of quote, then of angled; -1: does not exist
  std::uint64_t databases = 0;            ///< bit n: build directory n has such units
  bool knowsSystem = false;               ///< the compiler's own folders are among them

  std::unordered_map<std::string, std::optional<Found>> angledMemo, quotedMemo;
};

/// Puts the folders in the order in which compilers look: a folder that is both -I and a system
/// folder counts as a system folder; of several of a kind the first counts.
SearchContext makeContext(FileTable &files, const LanguageMode &mode,
                          std::vector<std::string> quote, const std::vector<std::string> &angled,
                          const std::vector<std::string> &system);

/// The file that an include in `includer` names.
std::optional<Found> resolveInclude(FileTable &files, SearchContext &context, const Found &includer,
                                    DirectiveKind kind, HeaderForm form, const std::string &name);

/// The scans of files, by file and language mode.
class Sources {
public:
  /// `contents` (by absolute path) stand in place of the disk's.
  Sources(const FileTable &files, const std::map<std::string, std::string> &contents)
      : files(files), contents(contents) {}

  /// Reads and scans many files on several threads, each in its own mode. False: `failure` names
  /// one that can't be read.
  bool scanAll(const std::vector<FileId> &list, const std::vector<LanguageMode> &modes,
               unsigned threads, std::string &failure);
  /// The scan of one file; null when it can't be read. Valid as long as this object.
  const Scan *scanOf(FileId file, const LanguageMode &mode);

  std::size_t bytes = 0, read = 0; ///< so far

private:
  struct Known {
    LanguageMode mode;
    std::unique_ptr<Scan> scan;
  };
  const FileTable &files;
  const std::map<std::string, std::string> &contents;
  std::vector<std::vector<Known>> known; ///< by file
};

} // namespace levitate::layers
