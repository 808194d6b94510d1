#include "verify/layers/filetable.h"

#include "base/files.h"

#include <algorithm>
#include <cstring>
#include <dirent.h>
#include <sys/stat.h>

namespace levitate::layers {

FileTable::FileTable(std::string root) : root(std::move(root)) {}

FileId FileTable::fileId(std::string path) {
  const auto [known, isNew] = fileIds.try_emplace(path, static_cast<FileId>(files.size()));
  if (isNew) {
    File file;
    file.inRoot = isWithin(path, root);
    file.name = file.inRoot && path.size() > root.size()
                    ? path.substr(root == "/" ? 1 : root.size() + 1)
                    : path;
    file.path = std::move(path);
    files.push_back(std::move(file));
  }
  return known->second;
}

FolderId FileTable::realFolder(const std::string &realPath) {
  const auto [known, isNew] =
      folderIds.try_emplace(realPath, static_cast<FolderId>(folders.size()));
  if (isNew) {
    folders.emplace_back();
    folders.back().path = realPath;
  }
  return known->second;
}

FolderId FileTable::folder(const std::string &path) {
  const auto [known, isNew] = aliases.try_emplace(path, -1);
  if (isNew) {
    // Through the parent when that is known to be real, so that files which are only added (not on
    // the disk) have folders, too.
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
      known->second = realFolder(realPath(path));
    else if (std::any_of(added.begin(), added.end(), [&](const std::string &file) {
               return file.size() > path.size() && file.starts_with(path) &&
                      file[path.size()] == '/';
             }))
      known->second = realFolder(realPath(path));
  }
  return known->second;
}

void FileTable::read(FolderId id) {
  Folder &folder = folders[std::size_t(id)];
  folder.read = true;
  const auto put = [&](std::string_view name, Entry::Type type) {
    folder.names.emplace_back(name);
    folder.entries[folder.names.back()] = Entry{type, -1};
  };
  if (DIR *stream = ::opendir(folder.path.c_str())) {
    while (const dirent *item = ::readdir(stream)) {
      const std::string_view name = item->d_name;
      if (name == "." || name == "..")
        continue;
      Entry::Type type = item->d_type == DT_REG   ? Entry::Type::File
                         : item->d_type == DT_DIR ? Entry::Type::Folder
                         : item->d_type == DT_LNK || item->d_type == DT_UNKNOWN
                             ? Entry::Type::Link
                             : Entry::Type::Other;
      put(name, type);
    }
    ::closedir(stream);
  }
  if (added.empty() && removed.empty())
    return;
  const std::string prefix = folder.path == "/" ? "/" : folder.path + "/";
  for (const std::string &path : added)
    if (path.starts_with(prefix)) {
      const std::size_t slash = path.find('/', prefix.size());
      const std::string name = path.substr(prefix.size(), slash - prefix.size());
      if (!folder.entries.contains(name))
        put(name, slash == path.npos ? Entry::Type::File : Entry::Type::Folder);
    }
  for (const std::string &path : removed)
    if (path.starts_with(prefix) && path.find('/', prefix.size()) == path.npos)
      folder.entries.erase(path.substr(prefix.size()));
}

/// Gives an entry its id. A link becomes what it points to.
void FileTable::resolve(const std::string &folderPath, std::string_view name, Entry &entry) {
  std::string path = folderPath == "/" ? "/" : folderPath + "/";
  path += name;
  if (entry.type == Entry::Type::Link) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
      entry.type = Entry::Type::Other;
      return;
    }
    entry.type = S_ISDIR(status.st_mode)   ? Entry::Type::Folder
                 : S_ISREG(status.st_mode) ? Entry::Type::File
                                           : Entry::Type::Other;
    path = realPath(path);
  }
  if (entry.type == Entry::Type::File)
    entry.id = fileId(std::move(path));
  else if (entry.type == Entry::Type::Folder)
    entry.id = realFolder(path);
}

FileTable::Entry *FileTable::entry(FolderId id, std::string_view name) {
  if (!folders[std::size_t(id)].read)
    read(id);
  const auto found = folders[std::size_t(id)].entries.find(name);
  if (found == folders[std::size_t(id)].entries.end())
    return nullptr;
  if (found->second.id < 0 && found->second.type != Entry::Type::Other)
    resolve(folders[std::size_t(id)].path, name, found->second);
  return found->second.id < 0 ? nullptr : &found->second;
}

std::optional<Opened> FileTable::find(FolderId from, std::string_view name) {
  if (name.starts_with('/'))
    return open(std::string(name));
  while (from >= 0) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    if (slash == name.npos) {
      if (part.empty() || part == "." || part == "..")
        return std::nullopt;
      const Entry *found = entry(from, part);
      if (!found || found->type != Entry::Type::File)
        return std::nullopt;
      return Opened{found->id, from};
    }
    name.remove_prefix(slash + 1);
    if (part.empty() || part == ".")
      continue;
    if (part == "..") {
      FolderId parent = folders[std::size_t(from)].parent;
      if (parent == -2) {
        const std::string up(parentPath(folders[std::size_t(from)].path));
        parent = realFolder(up.empty() ? "/" : up);
        folders[std::size_t(from)].parent = parent;
      }
      from = parent;
      continue;
    }
    const Entry *found = entry(from, part);
    if (!found || found->type != Entry::Type::Folder)
      return std::nullopt;
    from = found->id;
  }
  return std::nullopt;
}

std::optional<Opened> FileTable::open(const std::string &path) {
  const std::string_view parent = parentPath(path);
  const FolderId in = folder(parent.empty() ? "/" : std::string(parent));
  return in < 0 ? std::nullopt : find(in, fileName(path));
}

void FileTable::walk(FolderId id, const std::string &prefix, const std::vector<Pattern> &include,
                     const std::vector<Pattern> &exclude, std::vector<FileId> &out) {
  if (!folders[std::size_t(id)].read)
    read(id);
  if (!prefix.empty() && folders[std::size_t(id)].entries.contains("CMakeCache.txt"))
    return;
  std::vector<std::pair<std::string_view, Entry *>> entries;
  for (auto &[name, found] : folders[std::size_t(id)].entries)
    entries.emplace_back(name, &found);
  std::sort(entries.begin(), entries.end());
  for (const auto &[name, found] : entries) {
    const bool wasLink = found->type == Entry::Type::Link;
    const std::string path = prefix.empty() ? std::string(name) : prefix + "/" + std::string(name);
    if (found->type == Entry::Type::File || wasLink) {
      if (firstMatch(include, path) < 0 || firstMatch(exclude, path) >= 0)
        continue;
      if (found->id < 0)
        resolve(folders[std::size_t(id)].path, name, *found);
      if (found->type == Entry::Type::File && inRoot(found->id))
        out.push_back(found->id);
    } else if (found->type == Entry::Type::Folder && !name.starts_with('.')) {
      if (firstMatch(exclude, path) >= 0)
        continue;
      if (found->id < 0)
        resolve(folders[std::size_t(id)].path, name, *found);
      if (found->id >= 0)
        walk(found->id, path, include, exclude, out);
    }
  }
}

Result<std::vector<FileId>> FileTable::list(const std::vector<Pattern> &include,
                                            const std::vector<Pattern> &exclude) {
  const FolderId top = folder(root);
  if (top < 0)
    return Error::environment("no such folder: " + root);
  std::vector<FileId> result;
  walk(top, "", include, exclude, result);
  std::sort(result.begin(), result.end(), [&](FileId a, FileId b) { return name(a) < name(b); });
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

} // namespace levitate::layers
