// The tree of names.
#include "levitate/kernel/fs/vfs.hpp"

namespace levitate::kernel::fs {

using utils::Error;
using utils::Result;

Result<void> Vfs::mount(std::string_view name, FileSystem &system) noexcept {
  if (name.find('/') != std::string_view::npos)
    return Error::InvalidArgument;
  for (Mount &mount : mounts_)
    if (mount.system != nullptr && mount.name == name)
      return Error::InvalidArgument;
  for (Mount &mount : mounts_)
    if (mount.system == nullptr) {
      mount = {name, &system};
      return {};
    }
  return Error::NoSpace;
}

Vfs::Place Vfs::resolve(std::string_view path) noexcept {
  std::string_view rest = path;
  const std::string_view first = next_component(rest);
  Place root{nullptr, path};
  for (const Mount &mount : mounts_) {
    if (mount.system == nullptr)
      continue;
    if (mount.name.empty())
      root.system = mount.system;
    else if (mount.name == first)
      return {mount.system, rest};
  }
  return root;
}

Result<Vfs::File> Vfs::open(std::string_view path) noexcept {
  const Place place = resolve(path);
  if (place.system == nullptr) {
    if (next_component(path).empty())
      return File{nullptr, {Kind::Directory, 0, 0}};
    return Error::NotFound;
  }
  const Result<Entry> entry = place.system->find(place.rest);
  if (!entry)
    return entry.error();
  return File{place.system, *entry};
}

Result<std::size_t> Vfs::read(const File &file, std::uint64_t offset,
                              std::span<std::byte> buffer) noexcept {
  if (file.system == nullptr)
    return Error::IsDirectory;
  return file.system->read(file.entry, offset, buffer);
}

Result<void> Vfs::list(std::string_view path, EntryVisitor &visitor) noexcept {
  const Place place = resolve(path);
  std::string_view rest = path;
  if (next_component(rest).empty())
    for (const Mount &mount : mounts_)
      if (mount.system != nullptr && !mount.name.empty())
        visitor.visit(mount.name, {Kind::Directory, 0, 0});
  if (place.system != nullptr)
    return place.system->list(place.rest, visitor);
  return next_component(path).empty() ? Result<void>{} : Result<void>{Error::NotFound};
}

} // namespace levitate::kernel::fs
