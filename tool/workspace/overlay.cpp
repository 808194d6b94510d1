#include "tool/workspace/overlay.h"

#include "base/files.h"

namespace levitate::workspace {

Result<std::optional<std::string>> Overlay::readOriginal(const std::string &path) const {
  {
    const std::lock_guard guard(lock);
    if (const auto cached = cache.find(path); cached != cache.end())
      return std::optional(cached->second);
  }
  const std::string full = rootPath + "/" + path;
  if (!levitate::exists(full))
    return std::optional<std::string>();
  LEVITATE_TRY(text, readText(full));
  const std::lock_guard guard(lock);
  return std::optional(cache.try_emplace(path, std::move(text)).first->second);
}

Result<std::optional<std::string>> Overlay::read(const std::string &path) const {
  if (const auto found = files.find(path); found != files.end())
    return found->second;
  return readOriginal(path);
}

bool Overlay::exists(const std::string &path) const {
  if (const auto found = files.find(path); found != files.end())
    return found->second.has_value();
  return levitate::exists(rootPath + "/" + path);
}

void Overlay::write(const std::string &path, std::string contents) {
  files[path] = std::move(contents);
}

void Overlay::erase(const std::string &path) { files[path] = std::nullopt; }

void Overlay::noteMove(const std::string &from, const std::string &to) { movedFrom[to] = from; }

Result<changeset::Changeset> Overlay::changes() const {
  changeset::Changeset result{rootPath, {}};
  for (const auto &[path, contents] : files) {
    LEVITATE_TRY(before, readOriginal(path));
    if (before == contents)
      continue;
    const auto moved = movedFrom.find(path);
    result.files[path] = {before, contents, moved == movedFrom.end() ? "" : moved->second};
  }
  return result;
}

} // namespace levitate::workspace
