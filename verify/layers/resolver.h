// Which file an include names, as Clang and GCC look for it; and the scans of files, each made
// once.
#pragma once

#include "verify/layers/arena.h"
#include "verify/layers/database.h"
#include "verify/layers/filetable.h"
#include "verify/layers/scanner.h"
#include "verify/layers/stable.h"

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace levitate::layers {

/// A file and where it was found.
struct Found {
  Opened opened;
  int index = -1; ///< in SearchContext::folders; -1: beside the includer, or by absolute path
};

/// What a search for a header's name found, kept by name. Used by many threads at a time; what is
/// known already is found without a lock.
class SearchMemo {
public:
  /// The answers are kept in `arena`.
  explicit SearchMemo(Arena &arena) : arena(arena) {}

  /// `search` is called when the answer is not known yet. `hash` is that of
  /// the name, and not 0.
  template <class Search>
  std::optional<Found> get(std::string_view name, std::uint32_t hash, bool angled,
                           const Search &search);

  /// To be called some time before get(), so that what that needs is near by then.
  void fetch(std::uint32_t hash, bool angled) const {
    if (const Table *const table = current.load(std::memory_order_acquire))
      __builtin_prefetch(table->slots[keyOf(hash, angled) >> 5 & (table->slots.size() - 1)].load(
          std::memory_order_relaxed));
  }

private:
  /// The name's text stands right behind it, so that a look costs one way to memory.
  struct Answer {
    std::uint32_t key = 0, length = 0;
    std::int32_t index = -1;
    Opened opened;

    std::string_view name() const { return {reinterpret_cast<const char *>(this + 1), length}; }
    std::optional<Found> found() const {
      return opened.file < 0 ? std::nullopt : std::optional(Found{opened, index});
    }
  };
  /// Open addressing; slots are only ever filled, and at most every other one.
  struct Table {
    explicit Table(std::size_t size) : slots(size) {}
    std::vector<std::atomic<const Answer *>> slots;
    /// The slot of that name, or the free one where it belongs.
    std::atomic<const Answer *> &slotOf(std::uint32_t key, std::string_view name);
  };
  std::atomic<Table *> current = nullptr;
  std::mutex adding;
  std::deque<Table> tables; ///< those that grew too small stay, for who still reads them
  std::vector<const Answer *> answers;
  Arena &arena;

  static std::uint32_t keyOf(std::uint32_t hash, bool angled) {
    return (hash << 1 | std::uint32_t(angled)) | 1u << 31;
  }
};

/// Where one kind of unit looks for includes, and how it reads files.
struct SearchContext {
  LanguageMode mode;
  std::vector<std::string> quote, angled; ///< paths in order, existing or not
  std::vector<FolderId> folders;          ///< of quote, then of angled; -1: does not exist
  std::uint64_t databases = 0;            ///< bit n: build directory n has such units
  bool knowsSystem = false;               ///< the compiler's own folders are among them
  std::unique_ptr<SearchMemo> memo;
};

/// Puts the folders in the order in which compilers look: a folder that is both -I and a system
/// folder counts as a system folder; of several of a kind the first counts.
SearchContext makeContext(FileTable &files, Arena &arena, const LanguageMode &mode,
                          std::vector<std::string> quote, const std::vector<std::string> &angled,
                          const std::vector<std::string> &system);

/// The file that an include in `includer` names. When `hash` (of the name) is not 0, what is found
/// is kept.
std::optional<Found> resolveInclude(FileTable &files, SearchContext &context, const Found &includer,
                                    DirectiveKind kind, HeaderForm form, std::string_view name,
                                    std::uint32_t hash = 0);

/// What a scan found (Scan), as it is kept.
struct FileScan {
  std::span<const Directive> directives;
  std::span<const std::string_view> conditions;
  unsigned insensitive = 0;
  bool includesNext = false;

  /// Under what an include stands; empty: always.
  std::string_view conditionOf(const Directive &directive) const {
    return directive.condition == 0 ? std::string_view() : conditions[directive.condition - 1];
  }
};

/// The scans of files, by file and language mode. Used by many threads at a time.
class Sources {
public:
  /// `contents` (by absolute path) stand in place of the disk's.
  Sources(const FileTable &files, const std::map<std::string, std::string> &contents)
      : files(files), contents(contents) {}

  /// The scan of one file; null when it can't be read. Valid as long as this object.
  const FileScan *scanOf(FileId file, const LanguageMode &mode) {
    return scanOf(file, mode, nullptr);
  }
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

  Arena arena; ///< of the scans, and for whatever else is to live as long as they do
  std::atomic<std::size_t> bytes = 0, read = 0; ///< so far

private:
  struct Known {
    LanguageMode mode;
    FileScan scan;
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
  const FileScan *scanOf(FileId file, const LanguageMode &mode, const FolderHandle *folder);
  struct Slot {
    std::atomic<Known *> first = nullptr;
  };
  static const Known *find(const Known *list, const LanguageMode &mode);

  const FileTable &files;
  const std::map<std::string, std::string> &contents;
  StableVector<Slot> known; ///< by file
};

inline std::atomic<const SearchMemo::Answer *> &SearchMemo::Table::slotOf(std::uint32_t key,
                                                                          std::string_view name) {
  const std::size_t mask = slots.size() - 1;
  for (std::size_t i = key >> 5 & mask;; i = (i + 1) & mask) {
    const Answer *const answer = slots[i].load(std::memory_order_acquire);
    if (!answer || (answer->key == key && answer->name() == name))
      return slots[i];
  }
}

template <class Search>
std::optional<Found> SearchMemo::get(std::string_view name, std::uint32_t hash, bool angled,
                                     const Search &search) {
  const std::uint32_t key = keyOf(hash, angled);
  if (Table *const table = current.load(std::memory_order_acquire))
    if (const Answer *const known = table->slotOf(key, name).load(std::memory_order_acquire))
      return known->found();
  // Two threads may search for the same name: they find the same.
  const std::optional<Found> found = search();
  const std::lock_guard lock(adding);
  Table *table = current.load(std::memory_order_relaxed);
  if (!table || answers.size() * 2 >= table->slots.size()) {
    table = &tables.emplace_back(table ? table->slots.size() * 4 : 1024);
    for (const Answer *const answer : answers)
      table->slotOf(answer->key, answer->name()).store(answer, std::memory_order_relaxed);
    current.store(table, std::memory_order_release);
  }
  std::atomic<const Answer *> &slot = table->slotOf(key, name);
  if (!slot.load(std::memory_order_relaxed)) {
    auto *const answer =
        new (arena.allocate(sizeof(Answer) + name.size(), alignof(Answer))) Answer();
    *answer = {key, static_cast<std::uint32_t>(name.size()), found ? found->index : -1,
               found ? found->opened : Opened{}};
    std::copy(name.begin(), name.end(), reinterpret_cast<char *>(answer + 1));
    answers.push_back(answer);
    slot.store(answer, std::memory_order_release);
  }
  return found;
}

} // namespace levitate::layers
