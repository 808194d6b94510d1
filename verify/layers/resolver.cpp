#include "verify/layers/resolver.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace levitate::layers {

SearchContext makeContext(FileTable &files, Arena &arena, const LanguageMode &mode,
                          std::vector<std::string> quote, const std::vector<std::string> &angled,
                          const std::vector<std::string> &system) {
  SearchContext context;
  context.mode = mode;
  context.memo = std::make_unique<SearchMemo>(arena);
  context.quote = std::move(quote);
  const auto has = [](const std::vector<std::string> &list, const std::string &path) {
    return std::find(list.begin(), list.end(), path) != list.end();
  };
  for (const std::string &path : angled)
    if (!has(system, path) && !has(context.angled, path))
      context.angled.push_back(path);
  for (const std::string &path : system)
    if (!has(context.angled, path))
      context.angled.push_back(path);
  for (const auto *list : {&context.quote, &context.angled})
    for (const std::string &path : *list)
      context.folders.push_back(files.folder(path));
  return context;
}

static std::optional<Found> search(FileTable &files, const SearchContext &context, std::size_t from,
                                   std::string_view name) {
  for (std::size_t i = from; i < context.folders.size(); ++i)
    if (context.folders[i] >= 0)
      if (const auto opened = files.find(context.folders[i], name))
        return Found{*opened, static_cast<int>(i)};
  return std::nullopt;
}

std::optional<Found> resolveInclude(FileTable &files, SearchContext &context, const Found &includer,
                                    DirectiveKind kind, HeaderForm form, std::string_view name,
                                    std::uint32_t hash) {
  if (name.starts_with('/')) {
    const auto opened = files.open(std::string(name));
    return opened ? std::optional(Found{*opened, -1}) : std::nullopt;
  }
  const bool angled = form == HeaderForm::Angled;
  const std::size_t start = angled ? context.quote.size() : 0;
  // include_next goes on behind the folder in which the file itself was found; in a file that was
  // not found by search it is an ordinary include.
  if (kind == DirectiveKind::IncludeNext && includer.index >= 0)
    return search(files, context, std::max(start, static_cast<std::size_t>(includer.index) + 1),
                  name);
  if (!angled)
    if (const auto beside = files.find(includer.opened.folder, name))
      return Found{*beside, -1};
  if (hash == 0)
    return search(files, context, start, name);
  return context.memo->get(name, hash, angled, [&] { return search(files, context, start, name); });
}

namespace {

/// Room for the file that a thread reads, used again and again.
struct Buffer {
  std::unique_ptr<char[]> bytes;
  std::size_t room = 0;
};

/// Reads a whole file, by its path from an open folder. Nothing when it can't be read.
std::optional<std::string_view> readInto(int folder, const std::string &path, Buffer &buffer) {
  const int descriptor = ::openat(folder, path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return std::nullopt;
  std::size_t size = 0;
  for (;;) {
    if (buffer.room - size < 65536) {
      const std::size_t room = std::max<std::size_t>(buffer.room * 2, 1 << 18);
      auto bytes = std::make_unique_for_overwrite<char[]>(room);
      std::copy_n(buffer.bytes.get(), size, bytes.get());
      buffer = {std::move(bytes), room};
    }
    const std::size_t room = buffer.room - size;
    const ssize_t got = ::read(descriptor, buffer.bytes.get() + size, room);
    if (got < 0 && errno == EINTR)
      continue;
    size += got > 0 ? static_cast<std::size_t>(got) : 0;
    // A short read of a regular file is its end; one more read would only say so.
    if (got <= 0 || static_cast<std::size_t>(got) < room) {
      ::close(descriptor);
      return got < 0 ? std::nullopt : std::optional(std::string_view(buffer.bytes.get(), size));
    }
  }
}

} // namespace

const Sources::Known *Sources::find(const Known *list, const LanguageMode &mode) {
  for (; list; list = list->next)
    if (((list->mode.key() ^ mode.key()) & ~list->scan.insensitive) == 0)
      return list;
  return nullptr;
}

Sources::FolderHandle::FolderHandle(const FileTable &files, FolderId folder) : folder(folder) {
  if (folder >= 0)
    descriptor = ::open(files.folderPath(folder).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

Sources::FolderHandle::~FolderHandle() {
  if (descriptor >= 0)
    ::close(descriptor);
}

const FileScan *Sources::scanOf(FileId file, const LanguageMode &mode, const FolderHandle *folder) {
  if (std::size_t(file) >= known.size())
    known.growTo(files.size());
  Slot &slot = known[std::size_t(file)];
  Known *seen = slot.first.load(std::memory_order_acquire);
  if (const Known *one = find(seen, mode))
    return &one->scan;
  static thread_local Buffer buffer;
  static thread_local Scan scratch;
  std::optional<std::string_view> text;
  if (!contents.empty())
    if (const auto given = contents.find(files.path(file)); given != contents.end())
      text = given->second;
  if (!text && folder && folder->descriptor >= 0 && folder->folder == files.folderOf(file))
    text = readInto(folder->descriptor, std::string(files.fileName(file)), buffer);
  else if (!text)
    text = readInto(AT_FDCWD, files.path(file), buffer);
  if (!text)
    return nullptr;
  scan(*text, mode, scratch);
  // What is kept is as large as it must be, and in one piece.
  Known *const made = arena.make<Known>();
  made->mode = mode;
  made->scan.insensitive = scratch.insensitive;
  made->scan.includesNext = scratch.includesNext;
  const std::span<Directive> directives =
      arena.copy(std::span<const Directive>(scratch.directives));
  std::size_t size = 0;
  for (const Directive &directive : directives)
    size += directive.text.size();
  char *room = reinterpret_cast<char *>(arena.allocate(size, 1));
  for (Directive &directive : directives) {
    directive.hash = static_cast<std::uint32_t>(hashOf(directive.text)) | 1;
    room = std::copy(directive.text.begin(), directive.text.end(), room);
    directive.text = {room - directive.text.size(), directive.text.size()};
  }
  made->scan.directives = directives;
  if (!scratch.conditions.empty()) {
    std::vector<std::string_view> conditions;
    for (const std::string &condition : scratch.conditions)
      conditions.push_back(arena.copy(std::string_view(condition)));
    made->scan.conditions = arena.copy(std::span<const std::string_view>(conditions));
  }
  // Another thread may have scanned it meanwhile; the first counts.
  for (;;) {
    made->next = seen;
    if (slot.first.compare_exchange_weak(seen, made, std::memory_order_acq_rel)) {
      bytes += text->size();
      ++read;
      return &made->scan;
    }
    if (const Known *one = find(seen, mode))
      return &one->scan;
  }
}

bool Sources::includesNext(FileId file, const LanguageMode &mode) {
  const FileScan *scanned = scanOf(file, mode);
  return scanned && scanned->includesNext;
}

} // namespace levitate::layers
