// The files a check meets, and what lies in which folder: every folder is read once, and a look-up
// costs no system call after that. Files and folders are told apart by their real paths, so that a
// symbolic link is the file it points to.
//
// Not thread-safe. Contents are not kept here.
#pragma once

#include "base/result.h"
#include "verify/layers/pattern.h"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace levitate::layers {

using FileId = int;
using FolderId = int;

/// A file as it was opened: the folder it was found in (which is where its own quoted includes are
/// looked for) and the file it really is.
struct Opened {
  FileId file = -1;
  FolderId folder = -1;
  friend bool operator==(const Opened &, const Opened &) = default;
};

class FileTable {
public:
  /// `root` is the real path of the tree's root.
  explicit FileTable(std::string root);

  /// The folder of that path, or -1 when there is none. Relative paths are not expected.
  FolderId folder(const std::string &path);
  /// The file `name` (it may have several parts and `..`) as seen from a folder.
  std::optional<Opened> find(FolderId from, std::string_view name);
  /// The file of an absolute path.
  std::optional<Opened> open(const std::string &path);

  /// All files below the root that one of `include` matches and none of `exclude`; build trees
  /// (folders with a CMakeCache.txt), hidden folders and symbolic links to folders are passed over.
  /// Sorted by path.
  Result<std::vector<FileId>> list(const std::vector<Pattern> &include,
                                   const std::vector<Pattern> &exclude);

  /// Makes a path exist that the disk does not have, or not exist though it has it: for contents
  /// that come from elsewhere. To be called before any look-up.
  void add(const std::string &path) { added.push_back(path); }
  void remove(const std::string &path) { removed.push_back(path); }

  /// The file of an absolute path that need not exist (a generated one, before the build).
  FileId declare(const std::string &path) { return fileId(path); }

  std::size_t size() const { return files.size(); }
  /// The real path.
  const std::string &path(FileId file) const { return files[std::size_t(file)].path; }
  /// The path relative to the root, or the real path when the file lies outside of it.
  const std::string &name(FileId file) const { return files[std::size_t(file)].name; }
  /// True when the file lies below the root.
  bool inRoot(FileId file) const { return files[std::size_t(file)].inRoot; }
  const std::string &rootPath() const { return root; }

private:
  struct File {
    std::string path, name;
    bool inRoot = false;
  };
  struct Entry {
    enum class Type : std::uint8_t { File, Folder, Link, Other } type = Type::Other;
    int id = -1; ///< of the file or folder, when known
  };
  struct Folder {
    std::string path;
    FolderId parent = -2; ///< -2: not looked up yet
    bool read = false;
    std::unordered_map<std::string_view, Entry> entries;
    std::deque<std::string> names; ///< what the keys of `entries` refer to
  };

  FileId fileId(std::string path);
  FolderId realFolder(const std::string &realPath);
  void read(FolderId id);
  Entry *entry(FolderId folder, std::string_view name);
  void resolve(const std::string &folderPath, std::string_view name, Entry &entry);
  void walk(FolderId folder, const std::string &prefix, const std::vector<Pattern> &include,
            const std::vector<Pattern> &exclude, std::vector<FileId> &out);

  const std::string root;
  std::deque<File> files;
  std::unordered_map<std::string, FileId> fileIds;
  std::deque<Folder> folders;
  std::unordered_map<std::string, FolderId> folderIds;
  std::unordered_map<std::string, FolderId> aliases; ///< paths as asked for
  std::vector<std::string> added, removed;
};

} // namespace levitate::layers
