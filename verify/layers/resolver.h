// Which file an include names, as Clang and GCC look for it; and the scans of files, each made
// once.
#pragma once

#include "verify/layers/database.h"
#include "verify/layers/filetable.h"
#include "verify/layers/scanner.h"
#include "verify/layers/stable.h"

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
  /// `search` is called when the answer is not known yet.
  template <class Search> std::optional<Found> get(NameId name, bool angled, const Search &search);

private:
  struct Slot {
    std::uint32_t key = 0; ///< 0: free
    std::int32_t index = -1;
    Opened opened;
  };
  struct Shard {
    std::mutex mutex;
    std::vector<Slot> slots;
    std::size_t used = 0;
  };
  static std::size_t place(const std::vector<Slot> &slots, std::uint32_t key);
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

/// The file that an include in `includer` names. `id` is the name's number when it has one.
std::optional<Found> resolveInclude(FileTable &files, SearchContext &context, const Found &includer,
                                    DirectiveKind kind, HeaderForm form, std::string_view name,
                                    NameId id = -1);

/// The scans of files, by file and language mode. Used by many threads at a time.
class Sources {
public:
  /// `contents` (by absolute path) stand in place of the disk's.
  Sources(const FileTable &files, const std::map<std::string, std::string> &contents)
      : files(files), contents(contents) {}
  ~Sources();

  /// The scan of one file; null when it can't be read. Valid as long as this object.
  const Scan *scanOf(FileId file, const LanguageMode &mode);
  /// True when the file has an #include_next: then it matters by which folder it was found.
  bool includesNext(FileId file, const LanguageMode &mode);

  Names names;                                  ///< of everything that directives say
  std::atomic<std::size_t> bytes = 0, read = 0; ///< so far

private:
  struct Known {
    LanguageMode mode;
    Scan scan;
    Known *next = nullptr;
  };
  struct Slot {
    std::atomic<Known *> first = nullptr;
  };
  static const Known *find(const Known *list, const LanguageMode &mode);

  const FileTable &files;
  const std::map<std::string, std::string> &contents;
  StableVector<Slot> known; ///< by file
};

inline std::size_t SearchMemo::place(const std::vector<Slot> &slots, std::uint32_t key) {
  const std::size_t mask = slots.size() - 1;
  std::size_t i = (key * 0x9E3779B1u >> 12) & mask;
  while (slots[i].key != 0 && slots[i].key != key)
    i = (i + 1) & mask;
  return i;
}

template <class Search>
std::optional<Found> SearchMemo::get(NameId name, bool angled, const Search &search) {
  const std::uint32_t key = (static_cast<std::uint32_t>(name) << 1 | std::uint32_t(angled)) + 2;
  Shard &shard = shards[key / 2 % shards.size()];
  {
    const std::lock_guard lock(shard.mutex);
    if (!shard.slots.empty())
      if (const Slot &slot = shard.slots[place(shard.slots, key)]; slot.key == key)
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
        shard.slots[place(shard.slots, slot.key)] = slot;
  }
  Slot &slot = shard.slots[place(shard.slots, key)];
  shard.used += slot.key == 0;
  slot = {key, found ? found->index : -1, found ? found->opened : Opened{}};
  return found;
}

} // namespace levitate::layers
