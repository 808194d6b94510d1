// The files a check meets, and what lies in which folder: every folder is read once, and a look-up
// costs no system call after that. Files and folders are told apart by their real paths, so that a
// symbolic link is the file it points to.
//
// Look-ups may be made by many threads at a time. Contents are not kept here.
#pragma once

#include "base/result.h"
#include "verify/layers/pattern.h"
#include "verify/layers/stable.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace levitate::layers {

using FileId = std::int32_t;
using FolderId = std::int32_t;
/// An entry of a folder: a file has the number of its entry, a link to it has one of its own.
using EntryId = std::int32_t;

/// A file as it was opened: the folder it was found in (which is where its own quoted includes are
/// looked for) and the file it really is.
struct Opened {
  FileId file = -1;
  FolderId folder = -1;
  bool linked = false; ///< through a symbolic link: the folder is not the one it really lies in
  friend bool operator==(const Opened &, const Opened &) = default;
};

/// The files of a tree, and what looks like one and is none.
struct Listed {
  std::vector<FileId> files; ///< sorted by path
  /// Names that match and are no files: pipes, devices, links that lead nowhere. Sorted.
  std::vector<std::string> passedOver;
  /// Links to files that lie outside of the root. Sorted.
  std::vector<std::string> outside;
};

class FileTable {
public:
  /// `root` is the real path of the tree's root.
  explicit FileTable(std::string root);
  ~FileTable();

  /// The folder of that path, or -1 when there is none. Relative paths are not expected.
  FolderId folder(const std::string &path);
  /// The file `name` (it may have several parts and `..`) as seen from a folder: the number of its
  /// entry, or -1.
  EntryId findEntry(FolderId from, std::string_view name);
  Opened opened(EntryId number) const {
    const Entry &entry = entries[std::size_t(number)];
    const FileId file = entry.target.load(std::memory_order_acquire);
    return {file, entry.folder, file != number};
  }
  std::optional<Opened> find(FolderId from, std::string_view name);
  /// The file of an absolute path.
  std::optional<Opened> open(const std::string &path);

  /// All files below the root that one of `include` matches and none of `exclude`; build trees
  /// (folders with a CMakeCache.txt), hidden folders and symbolic links to folders are passed over.
  /// `visit` is told the files of each folder as they are found, by several threads
  /// at a time, each file once. An environment error when a folder can't be read: what it holds
  /// would be missing.
  using Visit = std::function<void(const std::vector<FileId> &)>;
  Result<Listed> list(const std::vector<Pattern> &include, const std::vector<Pattern> &exclude,
                      unsigned threads, const Visit &visit);

  /// Makes a path exist that the disk does not have, or not exist though it has it: for contents
  /// that come from elsewhere. To be called before any look-up.
  void add(const std::string &path) { added.push_back(path); }
  void remove(const std::string &path) { removed.push_back(path); }

  /// The file of an absolute path that need not exist (a generated one, before the build).
  FileId declare(const std::string &path);

  /// All numbers of files are less.
  std::size_t size() const { return entries.size(); }
  /// The real path.
  std::string path(FileId file) const;
  /// The path relative to the root, or the real path when the file lies outside of it.
  std::string name(FileId file) const;
  /// The folder that a file really lies in.
  FolderId folderOf(FileId file) const { return entries[std::size_t(file)].folder; }
  const std::string &folderPath(FolderId folder) const { return folders[std::size_t(folder)].path; }
  std::string_view fileName(FileId file) const {
    const Entry &entry = entries[std::size_t(file)];
    return {entry.name, entry.length};
  }
  /// True when the file lies below the root.
  bool inRoot(FileId file) const {
    return folders[std::size_t(entries[std::size_t(file)].folder)].inRoot;
  }
  const std::string &rootPath() const { return root; }

private:
  enum class Type : std::uint8_t { Other, File, Folder, Link };
  struct Entry {
    const char *name = nullptr;
    std::uint32_t length = 0;
    FolderId folder = -1;
    std::atomic<std::int32_t> target = -2; ///< the file or folder; -2: not looked up yet, -1: none
    Type type = Type::Other;               ///< as the folder has it; a link stays one
    std::atomic<Type> leadsTo = Type::Other; ///< what it is with links followed
    std::atomic<bool> listed = false;
  };
  /// What a folder holds, by name.
  struct Index {
    struct Slot {
      std::uint32_t hash = 0;
      EntryId entry = -1;
    };
    std::unique_ptr<char[]> names;
    std::vector<Slot> slots;
    EntryId first = 0, count = 0;
    int failure = 0; ///< why the folder could not be read (errno); 0: it could, or is not there
  };
  struct Folder {
    std::string path;
    std::string_view relative; ///< to the root; the path when it lies outside
    bool inRoot = false;
    std::atomic<FolderId> parent = -2; ///< -2: not looked up yet
    std::atomic<Index *> index = nullptr;
  };
  struct Listing;

  FolderId realFolder(const std::string &realPath);
  const Index &indexOf(FolderId id);
  std::unique_ptr<Index> read(FolderId id);
  EntryId entryOf(FolderId folder, std::string_view name);
  void resolve(Entry &entry);
  static std::string joined(const std::string &folder, std::string_view name);

  const std::string root;
  StableVector<Entry> entries;
  StableVector<Folder, 8> folders;
  std::unordered_map<std::string, FolderId> folderIds;
  std::unordered_map<std::string, FolderId> aliases; ///< paths as asked for
  std::unordered_map<std::string, FileId> declared;
  std::vector<std::string> added, removed;
  std::mutex foldersMutex, aliasMutex, resolving;
  std::array<std::mutex, 16> reading;
};

} // namespace levitate::layers
