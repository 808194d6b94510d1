#include "verify/layers/filetable.h"

#include "base/files.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <dirent.h>
#include <memory>
#include <sys/stat.h>
#include <thread>

namespace levitate::layers {

FileTable::FileTable(std::string root) : root(std::move(root)) {}

FileTable::~FileTable() {
  for (std::size_t i = 0; i < folders.size(); ++i)
    delete folders[i].index.load();
}

std::string FileTable::joined(const std::string &folder, std::string_view name) {
  std::string path;
  path.reserve(folder.size() + 1 + name.size());
  path = folder;
  if (!path.ends_with('/'))
    path += '/';
  path += name;
  return path;
}

std::string FileTable::path(FileId file) const {
  return joined(folderPath(folderOf(file)), fileName(file));
}

std::string FileTable::name(FileId file) const {
  const Folder &folder = folders[std::size_t(folderOf(file))];
  if (folder.relative.empty())
    return std::string(fileName(file));
  return joined(std::string(folder.relative), fileName(file));
}

FolderId FileTable::realFolder(const std::string &realPath) {
  const std::lock_guard lock(foldersMutex);
  const auto known = folderIds.find(realPath);
  if (known != folderIds.end())
    return known->second;
  const std::size_t id = folders.grow();
  Folder &folder = folders[id];
  folder.path = realPath;
  folder.inRoot = isWithin(realPath, root);
  folder.relative = folder.path;
  if (folder.inRoot)
    folder.relative.remove_prefix(
        std::min(folder.path.size(), root == "/" ? std::size_t(1) : root.size() + 1));
  folderIds.emplace(realPath, static_cast<FolderId>(id));
  return static_cast<FolderId>(id);
}

FolderId FileTable::folder(const std::string &path) {
  const std::lock_guard lock(aliasMutex);
  const auto [known, isNew] = aliases.try_emplace(path, -1);
  if (isNew) {
    struct stat status{};
    if ((::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) ||
        std::any_of(added.begin(), added.end(), [&](const std::string &file) {
          return file.size() > path.size() && file.starts_with(path) && file[path.size()] == '/';
        }))
      known->second = realFolder(realPath(path));
  }
  return known->second;
}

std::unique_ptr<FileTable::Index> FileTable::read(FolderId id) {
  const std::string &path = folders[std::size_t(id)].path;
  struct Item {
    std::size_t offset, length;
    Type type;
  };
  std::vector<Item> items;
  std::string names;
  const auto put = [&](std::string_view name, Type type) {
    items.push_back({names.size(), name.size(), type});
    names += name;
  };
  int failure = 0;
  if (DIR *stream = ::opendir(path.c_str())) {
    while (const dirent *item = (errno = 0, ::readdir(stream))) {
      const std::string_view name = item->d_name;
      if (name == "." || name == "..")
        continue;
      put(name, item->d_type == DT_REG                                 ? Type::File
                : item->d_type == DT_DIR                               ? Type::Folder
                : item->d_type == DT_LNK || item->d_type == DT_UNKNOWN ? Type::Link
                                                                       : Type::Other);
    }
    failure = errno;
    ::closedir(stream);
  } else if (errno != ENOENT && errno != ENOTDIR) { // else it is gone, or staged only
    failure = errno;
  }
  if (!added.empty() || !removed.empty()) {
    const std::string prefix = path.ends_with('/') ? path : path + "/";
    const auto nameOf = [&](const Item &item) {
      return std::string_view(names).substr(item.offset, item.length);
    };
    for (const std::string &file : added)
      if (file.starts_with(prefix)) {
        const std::size_t slash = file.find('/', prefix.size());
        const std::string name = file.substr(prefix.size(), slash - prefix.size());
        if (std::none_of(items.begin(), items.end(),
                         [&](const Item &item) { return nameOf(item) == name; }))
          put(name, slash == file.npos ? Type::File : Type::Folder);
      }
    for (const std::string &file : removed)
      if (file.starts_with(prefix))
        std::erase_if(items, [&](const Item &item) {
          return nameOf(item) == std::string_view(file).substr(prefix.size());
        });
  }
  auto index = std::make_unique<Index>();
  index->failure = failure;
  index->names = std::make_unique_for_overwrite<char[]>(names.size() + 1);
  std::memcpy(index->names.get(), names.data(), names.size());
  index->count = static_cast<EntryId>(items.size());
  index->first = static_cast<EntryId>(entries.grow(items.size()));
  std::size_t room = 4;
  while (room < items.size() * 2)
    room *= 2;
  index->slots.resize(room);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const EntryId number = index->first + static_cast<EntryId>(i);
    Entry &entry = entries[std::size_t(number)];
    entry.name = index->names.get() + items[i].offset;
    entry.length = static_cast<std::uint32_t>(items[i].length);
    entry.folder = id;
    entry.type = items[i].type;
    if (entry.type == Type::File) {
      entry.leadsTo.store(Type::File, std::memory_order_relaxed);
      entry.target.store(number, std::memory_order_relaxed);
    }
    const auto hash = static_cast<std::uint32_t>(hashOf({entry.name, entry.length}));
    std::size_t slot = hash & (room - 1);
    while (index->slots[slot].entry >= 0)
      slot = (slot + 1) & (room - 1);
    index->slots[slot] = {hash, number};
  }
  return index;
}

const FileTable::Index &FileTable::indexOf(FolderId id) {
  Folder &folder = folders[std::size_t(id)];
  if (const Index *known = folder.index.load(std::memory_order_acquire))
    return *known;
  const std::lock_guard lock(reading[std::size_t(id) % reading.size()]);
  if (!folder.index.load(std::memory_order_acquire))
    folder.index.store(read(id).release(), std::memory_order_release);
  return *folder.index.load(std::memory_order_acquire);
}

/// Finds out what an entry leads to. A link becomes what it points to.
void FileTable::resolve(Entry &entry) {
  const std::string path =
      joined(folderPath(entry.folder), std::string_view(entry.name, entry.length));
  if (entry.type == Type::Folder) {
    entry.leadsTo.store(Type::Folder, std::memory_order_relaxed);
    entry.target.store(realFolder(path), std::memory_order_release);
    return;
  }
  std::int32_t target = -1;
  Type type = Type::Other;
  struct stat status{};
  if (entry.type == Type::Link && ::stat(path.c_str(), &status) == 0) {
    const std::string real = realPath(path);
    if (S_ISDIR(status.st_mode)) {
      type = Type::Folder;
      target = realFolder(real);
    } else if (S_ISREG(status.st_mode)) {
      const std::string_view parent = parentPath(real);
      const FolderId in = realFolder(std::string(parent.empty() ? "/" : parent));
      target = entryOf(in, levitate::fileName(real));
      // The system did not say what kind of entry this is: it is the file itself.
      if (target >= 0 && &entries[std::size_t(target)] == &entry)
        type = Type::File;
      else if (target >= 0 && entries[std::size_t(target)].type != Type::Other)
        type = Type::File;
      else
        target = -1;
    }
  }
  entry.leadsTo.store(type, std::memory_order_relaxed);
  entry.target.store(target, std::memory_order_release);
}

/// The entry of that name, resolved; -1 when there is none. Does not follow `target`.
EntryId FileTable::entryOf(FolderId id, std::string_view name) {
  const Index &index = indexOf(id);
  const auto hash = static_cast<std::uint32_t>(hashOf(name));
  const std::size_t mask = index.slots.size() - 1;
  for (std::size_t slot = hash & mask; index.slots[slot].entry >= 0; slot = (slot + 1) & mask) {
    if (index.slots[slot].hash != hash)
      continue;
    const Entry &entry = entries[std::size_t(index.slots[slot].entry)];
    if (entry.length == name.size() && std::memcmp(entry.name, name.data(), name.size()) == 0)
      return index.slots[slot].entry;
  }
  return -1;
}

EntryId FileTable::findEntry(FolderId from, std::string_view name) {
  if (name.starts_with('/')) {
    const std::string path(name);
    const std::string_view parent = parentPath(path);
    return findEntry(folder(parent.empty() ? "/" : std::string(parent)), levitate::fileName(path));
  }
  while (from >= 0) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    const bool last = slash == name.npos;
    name.remove_prefix(last ? name.size() : slash + 1);
    if (part.empty() || part == ".") {
      if (last)
        return -1;
      continue;
    }
    if (part == "..") {
      if (last)
        return -1;
      Folder &folder = folders[std::size_t(from)];
      FolderId parent = folder.parent.load(std::memory_order_acquire);
      if (parent == -2) {
        const std::string up(parentPath(folder.path));
        parent = realFolder(up.empty() ? "/" : up);
        folder.parent.store(parent, std::memory_order_release);
      }
      from = parent;
      continue;
    }
    const EntryId found = entryOf(from, part);
    if (found < 0)
      return -1;
    Entry &entry = entries[std::size_t(found)];
    std::int32_t target = entry.target.load(std::memory_order_acquire);
    if (target == -2) {
      resolve(entry);
      target = entry.target.load(std::memory_order_acquire);
    }
    if (target < 0 ||
        entry.leadsTo.load(std::memory_order_acquire) != (last ? Type::File : Type::Folder))
      return -1;
    if (last)
      return found;
    from = target;
  }
  return -1;
}

std::optional<Opened> FileTable::find(FolderId from, std::string_view name) {
  const EntryId entry = findEntry(from, name);
  return entry < 0 ? std::nullopt : std::optional(opened(entry));
}

std::optional<Opened> FileTable::open(const std::string &path) { return find(0, path); }

FileId FileTable::declare(const std::string &path) {
  if (const auto there = open(path))
    return there->file;
  const std::string_view parent = parentPath(path);
  const FolderId in = realFolder(std::string(parent.empty() ? "/" : parent));
  const std::lock_guard lock(resolving);
  const auto [known, isNew] = declared.try_emplace(path, -1);
  if (isNew) {
    known->second = static_cast<FileId>(entries.grow());
    Entry &entry = entries[std::size_t(known->second)];
    const std::string_view name = levitate::fileName(known->first); // the key does not move
    entry.name = name.data();
    entry.length = static_cast<std::uint32_t>(name.size());
    entry.folder = in;
    entry.target = known->second;
  }
  return known->second;
}

/// One listing: folders that wait to be read, and what was found in those that were.
struct FileTable::Listing {
  struct Node;
  struct Item {
    std::string_view name;
    FileId file = -1;
    std::unique_ptr<Node> folder;

    /// Of paths, a folder being followed by a slash.
    static bool before(const Item &a, const Item &b) {
      const std::size_t common = std::min(a.name.size(), b.name.size());
      if (const int order = std::memcmp(a.name.data(), b.name.data(), common))
        return order < 0;
      const bool shorter = a.name.size() < b.name.size();
      const Item &longer = shorter ? b : a;
      if (!(shorter ? a : b).folder)
        return shorter;
      const bool slashFirst = '/' < static_cast<unsigned char>(longer.name[common]);
      return shorter == slashFirst;
    }
  };
  struct Node {
    FolderId folder = -1;
    std::string prefix;
    std::vector<Item> items;
  };
  struct Task {
    Node *folder = nullptr;
    std::vector<FileId> files; ///< when there is no folder: visit these
  };

  Listing(FileTable &table, const std::vector<Pattern> &include,
          const std::vector<Pattern> &exclude, const Visit &visit)
      : table(table), include(include), exclude(exclude), visit(visit) {}

  FileTable &table;
  const std::vector<Pattern> &include, &exclude;
  const Visit &visit;
  std::mutex mutex;
  std::condition_variable wake;
  std::vector<Task> waiting;
  std::size_t unfinished = 0;
  std::atomic<bool> linked = false; ///< some file was listed through a link
  std::mutex noting;
  std::string failed; ///< the first folder by name that can't be read, and why
  std::vector<std::string> passedOver, outside;

  void note(std::vector<std::string> &list, const std::string &path) {
    const std::lock_guard lock(noting);
    list.push_back(path);
  }
  void fail(const std::string &folder, int failure) {
    const std::lock_guard lock(noting);
    const std::string why = folder + ": " + std::strerror(failure);
    if (failed.empty() || why < failed)
      failed = why;
  }

  void add(Task task) {
    {
      const std::lock_guard lock(mutex);
      waiting.push_back(std::move(task));
      ++unfinished;
    }
    wake.notify_one();
  }

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      wake.wait(lock, [&] { return !waiting.empty() || unfinished == 0; });
      if (waiting.empty())
        return;
      Task task = std::move(waiting.back());
      waiting.pop_back();
      lock.unlock();
      if (task.folder)
        read(*task.folder);
      else
        visit(task.files);
      lock.lock();
      if (--unfinished == 0)
        wake.notify_all();
    }
  }

  void read(Node &node) {
    const Index &index = table.indexOf(node.folder);
    if (!node.prefix.empty() && table.entryOf(node.folder, "CMakeCache.txt") >= 0)
      return;
    if (index.failure != 0)
      return fail(table.folderPath(node.folder), index.failure);
    std::vector<FileId> batch;
    std::string path;
    for (EntryId number = index.first; number < index.first + index.count; ++number) {
      Entry &entry = table.entries[std::size_t(number)];
      const std::string_view name(entry.name, entry.length);
      path = node.prefix;
      path += name;
      if (entry.type != Type::Folder) {
        if (firstMatch(include, path) < 0 || firstMatch(exclude, path) >= 0)
          continue;
        FileId file = number;
        if (entry.type != Type::File) {
          if (table.findEntry(node.folder, name) < 0) {
            if (entry.leadsTo.load(std::memory_order_relaxed) != Type::Folder)
              note(passedOver, path);
            continue;
          }
          file = table.opened(number).file;
          linked = true;
          if (!table.inRoot(file))
            note(outside, path);
        }
        if (!table.inRoot(file) || table.entries[std::size_t(file)].listed.exchange(true))
          continue;
        node.items.push_back({name, file, nullptr});
        batch.push_back(file);
        if (batch.size() >= 64) {
          add({nullptr, std::move(batch)});
          batch.clear();
        }
      } else if (name[0] != '.') {
        if (firstMatch(exclude, path) >= 0)
          continue;
        if (entry.target.load(std::memory_order_acquire) == -2)
          table.resolve(entry);
        auto inner = std::make_unique<Node>();
        inner->folder = entry.target.load(std::memory_order_acquire);
        inner->prefix = path + "/";
        Node *const below = inner.get();
        node.items.push_back({name, -1, std::move(inner)});
        add({below, {}});
      }
    }
    std::sort(node.items.begin(), node.items.end(), Item::before);
    if (!batch.empty())
      visit(batch);
  }

  static void collect(const Node &node, std::vector<FileId> &out) {
    for (const Item &item : node.items)
      if (item.folder)
        collect(*item.folder, out);
      else
        out.push_back(item.file);
  }
};

Result<Listed> FileTable::list(const std::vector<Pattern> &include,
                               const std::vector<Pattern> &exclude, unsigned threads,
                               const Visit &visit) {
  const FolderId top = folder(root);
  if (top < 0)
    return Error::environment("no such folder: " + root);
  Listing::Node node;
  node.folder = top;
  Listing listing(*this, include, exclude, visit);
  listing.add({&node, {}});
  std::vector<std::thread> pool;
  for (unsigned i = 1; i < threads; ++i)
    pool.emplace_back([&] { listing.work(); });
  listing.work();
  for (std::thread &thread : pool)
    thread.join();
  if (!listing.failed.empty())
    return Error::environment("can't read the folder " + listing.failed +
                              " (the policy's 'exclude' leaves a folder out)");
  Listed result{{}, std::move(listing.passedOver), std::move(listing.outside)};
  std::sort(result.passedOver.begin(), result.passedOver.end());
  std::sort(result.outside.begin(), result.outside.end());
  std::vector<FileId> &files = result.files;
  Listing::collect(node, files);
  if (listing.linked)
    std::sort(files.begin(), files.end(), [&](FileId a, FileId b) { return name(a) < name(b); });
  return result;
}

} // namespace levitate::layers
