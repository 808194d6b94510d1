// The device-tree reader. All reading of the blob goes through `token`, which checks every bound.
#include "levitate/hal/device_tree.hpp"

#include "levitate/utils/align.hpp"
#include "levitate/utils/bytes.hpp"

namespace levitate::hal {

using utils::Error;
using utils::load_big;
using utils::Result;

namespace {
constexpr std::uint32_t header_magic = 0xD00DFEED;
constexpr std::size_t header_size = 40;
constexpr std::uint32_t last_compatible_version = 16;

constexpr std::uint32_t begin_node = 1;
constexpr std::uint32_t end_node = 2;
constexpr std::uint32_t property_token = 3;
constexpr std::uint32_t nop = 4;
constexpr std::uint32_t end = 9;

// The zero-terminated string at `at`; nothing if it does not end inside of `bytes`.
std::optional<std::string_view> string_at(std::span<const std::byte> bytes,
                                          std::size_t at) noexcept {
  for (std::size_t i = at; i < bytes.size(); ++i)
    if (bytes[i] == std::byte{0})
      return std::string_view(reinterpret_cast<const char *>(bytes.data()) + at, i - at);
  return std::nullopt;
}
} // namespace

std::optional<std::uint32_t> DeviceTree::Property::cell(std::size_t index) const noexcept {
  if (index >= value.size() / 4)
    return std::nullopt;
  return load_big<std::uint32_t>(value.data() + index * 4);
}

std::optional<std::uint64_t> DeviceTree::Property::number(std::size_t index,
                                                          std::size_t cells) const noexcept {
  const std::optional<std::uint32_t> high = cell(index);
  if (cells == 1 || !high)
    return high ? std::optional<std::uint64_t>(*high) : std::nullopt;
  const std::optional<std::uint32_t> low = cell(index + 1);
  if (cells != 2 || !low)
    return std::nullopt;
  return std::uint64_t{*high} << 32 | *low;
}

std::string_view DeviceTree::Property::text() const noexcept {
  const std::string_view all(reinterpret_cast<const char *>(value.data()), value.size());
  return all.substr(0, all.find('\0'));
}

bool DeviceTree::Property::lists(std::string_view wanted) const noexcept {
  std::string_view rest(reinterpret_cast<const char *>(value.data()), value.size());
  while (!rest.empty()) {
    const std::size_t length = rest.find('\0');
    if (rest.substr(0, length) == wanted)
      return true;
    if (length == std::string_view::npos)
      return false;
    rest.remove_prefix(length + 1);
  }
  return false;
}

std::optional<std::size_t> DeviceTree::claimed_size(const void *blob) noexcept {
  const auto *bytes = static_cast<const std::byte *>(blob);
  if (load_big<std::uint32_t>(bytes) != header_magic)
    return std::nullopt;
  const std::size_t size = load_big<std::uint32_t>(bytes + 4);
  if (size < header_size || size > max_size)
    return std::nullopt;
  return size;
}

Result<DeviceTree> DeviceTree::parse(std::span<const std::byte> blob) noexcept {
  if (blob.size() < header_size)
    return Error::Malformed;
  const std::optional<std::size_t> size = claimed_size(blob.data());
  if (!size || *size > blob.size())
    return Error::Malformed;
  const auto field = [&](std::size_t offset) {
    return std::size_t{load_big<std::uint32_t>(blob.data() + offset)};
  };
  const std::size_t structure_offset = field(8), strings_offset = field(12);
  const std::size_t strings_size = field(32), structure_size = field(36);
  if (field(24) > last_compatible_version + 1 || field(20) < last_compatible_version + 1)
    return Error::Unsupported;
  if (structure_offset % 4 != 0 || structure_offset > *size ||
      structure_size > *size - structure_offset || strings_offset > *size ||
      strings_size > *size - strings_offset)
    return Error::Malformed;

  DeviceTree tree;
  tree.structure_ = blob.subspan(structure_offset, structure_size);
  tree.strings_ = blob.subspan(strings_offset, strings_size);
  tree.size_ = *size;

  // One root, every node closed, properties only inside of nodes, and an end.
  std::size_t at = 0, depth = 0;
  bool root_seen = false;
  for (;;) {
    const std::optional<Token> token = tree.token(at);
    if (!token)
      return Error::Malformed;
    at = token->next;
    switch (token->kind) {
    case begin_node:
      if (depth == max_depth || (depth == 0 && root_seen))
        return Error::Malformed;
      root_seen = true;
      ++depth;
      break;
    case end_node:
      if (depth == 0)
        return Error::Malformed;
      --depth;
      break;
    case property_token:
      if (depth == 0)
        return Error::Malformed;
      break;
    case end:
      if (depth != 0 || !root_seen)
        return Error::Malformed;
      return tree;
    default:
      break;
    }
  }
}

std::optional<DeviceTree::Token> DeviceTree::token(std::size_t at) const noexcept {
  if (at > structure_.size() || structure_.size() - at < 4)
    return std::nullopt;
  Token token{load_big<std::uint32_t>(structure_.data() + at), at + 4, {}, {}};
  switch (token.kind) {
  case begin_node: {
    const std::optional<std::string_view> name = string_at(structure_, token.next);
    if (!name)
      return std::nullopt;
    token.name = *name;
    token.next = utils::align_up(token.next + name->size() + 1, 4);
    return token;
  }
  case property_token: {
    if (structure_.size() - token.next < 8)
      return std::nullopt;
    const std::size_t length = load_big<std::uint32_t>(structure_.data() + token.next);
    const std::size_t name_offset = load_big<std::uint32_t>(structure_.data() + token.next + 4);
    token.next += 8;
    if (length > structure_.size() - token.next)
      return std::nullopt;
    const std::optional<std::string_view> name = string_at(strings_, name_offset);
    if (!name)
      return std::nullopt;
    token.property = {*name, structure_.subspan(token.next, length)};
    token.next = utils::align_up(token.next + length, 4);
    return token;
  }
  case end_node:
  case nop:
  case end:
    return token;
  default:
    return std::nullopt;
  }
}

std::optional<DeviceTree::Node> DeviceTree::next_node(Cursor &cursor) const noexcept {
  for (;;) {
    const std::optional<Token> token = this->token(cursor.at);
    if (!token || token->kind == end)
      return std::nullopt;
    cursor.at = token->next;
    if (token->kind == end_node) {
      --cursor.depth;
    } else if (token->kind == property_token) {
      if (token->property.name == "#address-cells")
        cursor.address_cells[cursor.depth] = token->property.cell().value_or(2U);
      else if (token->property.name == "#size-cells")
        cursor.size_cells[cursor.depth] = token->property.cell().value_or(1U);
    } else if (token->kind == begin_node) {
      const Node node{token->name, cursor.at, cursor.depth, cursor.address_cells[cursor.depth],
                      cursor.size_cells[cursor.depth]};
      ++cursor.depth;
      cursor.address_cells[cursor.depth] = 2; // what the specification says where nothing is said
      cursor.size_cells[cursor.depth] = 1;
      return node;
    }
  }
}

std::optional<DeviceTree::Property> DeviceTree::property(const Node &node,
                                                         std::string_view name) const noexcept {
  // A node's properties come before its children.
  for (std::size_t at = node.offset;;) {
    const std::optional<Token> token = this->token(at);
    if (!token || (token->kind != property_token && token->kind != nop))
      return std::nullopt;
    if (token->kind == property_token && token->property.name == name)
      return token->property;
    at = token->next;
  }
}

std::optional<DeviceTree::Node> DeviceTree::find_path(std::string_view path) const noexcept {
  if (!path.starts_with('/'))
    return std::nullopt;
  path.remove_prefix(1);
  std::optional<Node> found;
  std::size_t matched = 0; // depth up to which the path is matched; the root is
  each_node([&](const Node &node) {
    if (node.depth == 0) {
      if (path.empty())
        found = node;
      return !path.empty();
    }
    if (node.depth <= matched)
      return false; // the subtree that matched is over
    if (node.depth != matched + 1)
      return true;
    const std::size_t slash = path.find('/');
    if (path.substr(0, slash) != node.name)
      return true;
    ++matched;
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (path.empty())
      found = node;
    return !path.empty();
  });
  return found;
}

bool DeviceTree::is_compatible(const Node &node, std::string_view compatible) const noexcept {
  const std::optional<Property> list = property(node, "compatible");
  if (!list || !list->lists(compatible))
    return false;
  const std::optional<Property> status = property(node, "status");
  return !status || status->text() == "okay" || status->text() == "ok";
}

std::optional<DeviceTree::Node>
DeviceTree::find_compatible(std::string_view compatible) const noexcept {
  std::optional<Node> found;
  each_node([&](const Node &node) {
    if (is_compatible(node, compatible))
      found = node;
    return !found.has_value();
  });
  return found;
}

std::optional<DeviceTree::Region> DeviceTree::region(const Node &node,
                                                     std::size_t index) const noexcept {
  const std::optional<Property> reg = property(node, "reg");
  if (!reg || node.address_cells > 2 || node.size_cells > 2 || node.address_cells == 0)
    return std::nullopt;
  const std::size_t width = node.address_cells + node.size_cells;
  if (index > max_size / width)
    return std::nullopt;
  const std::optional<std::uint64_t> address = reg->number(index * width, node.address_cells);
  const std::optional<std::uint64_t> size =
      node.size_cells == 0 ? std::optional<std::uint64_t>(0)
                           : reg->number(index * width + node.address_cells, node.size_cells);
  if (!address || !size || *address + *size < *address)
    return std::nullopt;
  return Region{*address, *size};
}

std::optional<std::uint32_t> DeviceTree::interrupt(const Node &node,
                                                   std::size_t index) const noexcept {
  // Three cells: kind, number, flags (Linux, bindings/interrupt-controller/arm,gic.yaml).
  const std::optional<Property> list = property(node, "interrupts");
  if (!list || index > 64)
    return std::nullopt;
  const std::optional<std::uint32_t> kind = list->cell(index * 3),
                                     number = list->cell(index * 3 + 1);
  if (!kind || !number || !list->cell(index * 3 + 2))
    return std::nullopt;
  if (*kind == 0 && *number < 988)
    return *number + 32;
  if (*kind == 1 && *number < 16)
    return *number + 16;
  return std::nullopt;
}

} // namespace levitate::hal
