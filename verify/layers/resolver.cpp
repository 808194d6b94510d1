#include "verify/layers/resolver.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace levitate::layers {

SearchContext makeContext(FileTable &files, const LanguageMode &mode,
                          std::vector<std::string> quote, const std::vector<std::string> &angled,
                          const std::vector<std::string> &system) {
  SearchContext context;
  context.mode = mode;
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
                                   const std::string &name) {
  for (std::size_t i = from; i < context.folders.size(); ++i)
    if (context.folders[i] >= 0)
      if (const auto opened = files.find(context.folders[i], name))
        return Found{*opened, static_cast<int>(i)};
  return std::nullopt;
}

std::optional<Found> resolveInclude(FileTable &files, SearchContext &context, const Found &includer,
                                    DirectiveKind kind, HeaderForm form, const std::string &name) {
  if (name.starts_with('/')) {
    const auto opened = files.open(name);
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
  auto &memo = angled ? context.angledMemo : context.quotedMemo;
  const auto [known, isNew] = memo.try_emplace(name);
  if (isNew)
    known->second = search(files, context, start, name);
  return known->second;
}

/// Reads a whole file into a buffer that is used again and again. False when it can't be read.
static bool readInto(const std::string &path, std::string &buffer, std::size_t &size) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return false;
  size = 0;
  for (;;) {
    if (buffer.size() - size < 65536)
      buffer.resize(std::max<std::size_t>(buffer.size() * 2, 1 << 20));
    const std::size_t room = buffer.size() - size;
    const ssize_t got = ::read(descriptor, buffer.data() + size, room);
    if (got < 0 && errno == EINTR)
      continue;
    size += got > 0 ? static_cast<std::size_t>(got) : 0;
    // A short read of a regular file is its end; one more read would only say so.
    if (got <= 0 || static_cast<std::size_t>(got) < room) {
      ::close(descriptor);
      return got >= 0;
    }
  }
}

bool Sources::scanAll(const std::vector<FileId> &list, const std::vector<LanguageMode> &modes,
                      unsigned threads, std::string &failure) {
  known.resize(files.size());
  std::atomic<std::size_t> next = 0, total = 0;
  std::atomic<bool> failed = false;
  const auto work = [&] {
    std::string buffer;
    for (;;) {
      const std::size_t begin = next.fetch_add(16);
      if (begin >= list.size() || failed)
        return;
      for (std::size_t i = begin; i < std::min(begin + 16, list.size()); ++i) {
        const std::string &path = files.path(list[i]);
        std::size_t size = 0;
        std::string_view text;
        const auto given = contents.empty() ? contents.end() : contents.find(path);
        if (given != contents.end()) {
          text = given->second;
        } else if (readInto(path, buffer, size)) {
          text = {buffer.data(), size};
        } else {
          if (!failed.exchange(true))
            failure = path;
          return;
        }
        total += text.size();
        known[std::size_t(list[i])].push_back(
            {modes[i], std::make_unique<Scan>(scan(text, modes[i]))});
      }
    }
  };
  std::vector<std::thread> pool;
  const std::size_t count = std::min<std::size_t>(threads, list.size() / 64 + 1);
  for (std::size_t i = 1; i < count; ++i)
    pool.emplace_back(work);
  work();
  for (std::thread &thread : pool)
    thread.join();
  bytes += total;
  read += list.size();
  return !failed;
}

const Scan *Sources::scanOf(FileId file, const LanguageMode &mode) {
  if (std::size_t(file) >= known.size())
    known.resize(files.size());
  auto &scans = known[std::size_t(file)];
  for (const Known &one : scans)
    if (((one.mode.key() ^ mode.key()) & ~one.scan->insensitive) == 0)
      return one.scan.get();
  const std::string &path = files.path(file);
  std::string buffer;
  std::size_t size = 0;
  std::string_view text;
  if (const auto given = contents.find(path); given != contents.end())
    text = given->second;
  else if (readInto(path, buffer, size))
    text = {buffer.data(), size};
  else
    return nullptr;
  bytes += text.size();
  ++read;
  scans.push_back({mode, std::make_unique<Scan>(scan(text, mode))});
  return scans.back().scan.get();
}

} // namespace levitate::layers
