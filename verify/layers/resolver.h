// Which file an include names, as Clang and GCC look for it; and the scans of files, each made
// once.
#pragma once

#include "verify/layers/database.h"
#include "verify/layers/filetable.h"
#include "verify/layers/scanner.h"
#include "verify/layers/stable.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace levitate::layers {

/// A file and where it was found.
struct Found {
  Opened opened;
  int index = -1; ///< in SearchContext::folders; -1: beside the includer, or by absolute path
};

/// What a search for a header's name found, kept by name. Used by many threads at a time.
class SearchMemo {
public:
  /// `search` is called when the answer is not known yet. `name` must outlive this object; `hash`
  /// is its hash, and not 0.
  template <class Search>
  std::optional<Found> get(std::string_view name, std::uint32_t hash, bool angled,
                           const Search &search);

private:
  struct Slot {
    std::string_view name;
    std::uint32_t key = 0; ///< 0: free
    std::int32_t index = -1;
    Opened opened;
  };
  struct Shard {
    std::mutex mutex;
    std::vector<Slot> slots;
    std::size_t used = 0;
  };
  static Slot &place(std::vector<Slot> &slots, std::uint32_t key, std::string_view name);
  std::array<Shard, 16> shards;
};

/// Where one kind of unit looks for includes, and how it reads files.
struct SearchContext {
  LanguageMode mode;
  std::vector<std::string> quote, angled; ///< paths in order, existing or not
  std::vector<FolderId> folders;          ///< of quote, then of angled; -1: does not exist
  std::uint64_t databases = 0;            ///< bit n: build directory n has such units
  bool knowsSystem = false;               ///< the compiler's own folders are among them
  std::unique_ptr<SearchMemo> memo = std::make_unique<SearchMemo>();
};

/// Puts the folders in the order in which compilers look: a folder that is both -I and a system
/// folder counts as a system folder; of several of a kind the first counts.
SearchContext makeContext(FileTable &files, const LanguageMode &mode,
                          std::vector<std::string> quote, const std::vector<std::string> &angled,
                          const std::vector<std::string> &system);

/// The file that an include in `includer` names. When `hash` (of the name) is not 0, the name
/// outlives the context, and what is found is kept.
std::optional<Found> resolveInclude(FileTable &files, SearchContext &context, const Found &includer,
                                    DirectiveKind kind, HeaderForm form, std::string_view name,
                                    std::uint32_t hash = 0);

/// The scans of files, by file and language mode. Used by many threads at a time.
class Sources {
public:
  /// `contents` (by absolute path) stand in place of the disk's.
  Sources(const FileTable &files, const std::map<std::string, std::string> &contents)
      : files(files), contents(contents) {}
  ~Sources();

  /// The scan of one file; null when it can't be read. Valid as long as this object.
  const Scan *scanOf(FileId file, const LanguageMode &mode) { return scanOf(file, mode, nullptr); }
  /// True when the file has an #include_next: then it matters by which folder it was found.
  bool includesNext(FileId file, const LanguageMode &mode);

  /// Reads and scans files that mostly lie in one folder; `fail` is told those that can't be read.
  template <class ModeOf, class Fail>
  void scanMany(const std::vector<FileId> &list, const ModeOf &modeOf, const Fail &fail) {
    const FolderHandle folder(files, list.empty() ? -1 : files.folderOf(list.front()));
    for (const FileId file : list)
      if (!scanOf(file, modeOf(file), &folder))
        fail(file);
  }

  /// A copy of a text that lives as long as this object.
  std::string_view keep(std::string_view text);

  std::atomic<std::size_t> bytes = 0, read = 0; ///< so far

private:
  struct Known {
    LanguageMode mode;
    Scan scan;
    std::unique_ptr<char[]> texts; ///< what its directives refer to
    Known *next = nullptr;
  };
  /// An open folder: its files are opened without walking down to it each time.
  struct FolderHandle {
    FolderHandle(const FileTable &files, FolderId folder);
    ~FolderHandle();
    FolderHandle(const FolderHandle &) = delete;
    FolderHandle &operator=(const FolderHandle &) = delete;
    const FolderId folder;
    int descriptor = -1;
  };
  const Scan *scanOf(FileId file, const LanguageMode &mode, const FolderHandle *folder);
  struct Slot {
    std::atomic<Known *> first = nullptr;
  };
  static const Known *find(const Known *list, const LanguageMode &mode);

  const FileTable &files;
  const std::map<std::string, std::string> &contents;
  StableVector<Slot> known; ///< by file
  std::mutex keeping;
  std::deque<std::string> kept;
};

inline SearchMemo::Slot &SearchMemo::place(std::vector<Slot> &slots, std::uint32_t key,
                                           std::string_view name) {
  const std::size_t mask = slots.size() - 1;
  std::size_t i = key >> 5 & mask;
  while (slots[i].key != 0 && (slots[i].key != key || slots[i].name != name))
    i = (i + 1) & mask;
  return slots[i];
}

template <class Search>
std::optional<Found> SearchMemo::get(std::string_view name, std::uint32_t hash, bool angled,
                                     const Search &search) {
  const std::uint32_t key = (hash << 1 | std::uint32_t(angled)) | 1u << 31;
  Shard &shard = shards[hash % shards.size()];
  {
    const std::lock_guard lock(shard.mutex);
    if (!shard.slots.empty())
      if (const Slot &slot = place(shard.slots, key, name); slot.key != 0)
        return slot.opened.file < 0 ? std::nullopt : std::optional(Found{slot.opened, slot.index});
  }
  // Two threads may search for the same name: they find the same.
  const std::optional<Found> found = search();
  const std::lock_guard lock(shard.mutex);
  if ((shard.used + 1) * 4 > shard.slots.size() * 3) {
    std::vector<Slot> old(shard.slots.empty() ? 16 : shard.slots.size() * 2);
    old.swap(shard.slots);
    for (const Slot &slot : old)
      if (slot.key != 0)
        place(shard.slots, slot.key, slot.name) = slot;
  }
  Slot &slot = place(shard.slots, key, name);
  shard.used += slot.key == 0;
  slot = {name, key, found ? found->index : -1, found ? found->opened : Opened{}};
  return found;
}

} // namespace levitate::layers
