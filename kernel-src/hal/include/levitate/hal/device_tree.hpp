// A reader of flattened device trees (Devicetree Specification 0.4, chapter 5), for blobs that may
// be malformed.
//
// `parse` walks the whole structure block once and refuses what is out of bounds, nested too deep
// or unbalanced; after that every function here is safe on the blob. Nothing is copied or
// allocated: names and values point into the blob, which must outlive the tree.
#pragma once
#include "levitate/utils/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace levitate::hal {

class DeviceTree {
public:
  /// Deeper trees are refused.
  static constexpr std::size_t max_depth = 16;
  /// The largest blob that is looked at.
  static constexpr std::size_t max_size = 2 * 1024 * 1024;

  struct Property {
    std::string_view name;
    std::span<const std::byte> value;

    /// The first 32-bit cell; nothing if the value is shorter.
    std::optional<std::uint32_t> cell(std::size_t index = 0) const noexcept;
    /// `cells` (1 or 2) cells from cell `index` on, as one number.
    std::optional<std::uint64_t> number(std::size_t index, std::size_t cells) const noexcept;
    /// The value as text, up to its first zero byte.
    std::string_view text() const noexcept;
    /// Whether one of the zero-terminated strings of the value is `wanted`.
    bool lists(std::string_view wanted) const noexcept;
  };

  struct Region {
    std::uint64_t address;
    std::uint64_t size;
  };

  /// A node of the tree. Cheap to copy.
  struct Node {
    std::string_view name;       // with its unit address
    std::size_t offset;          // of the first token behind the name, in the structure block
    std::size_t depth;           // 0 is the root
    std::uint32_t address_cells; // of the parent: how `reg` is to be read
    std::uint32_t size_cells;
  };

  /// The tree in `blob`. Malformed: wrong magic or version, blocks outside of the blob, an
  /// unbalanced or too deep structure.
  static utils::Result<DeviceTree> parse(std::span<const std::byte> blob) noexcept;
  /// The size that the header at `blob` claims, if there is a header of a plausible tree; for
  /// finding out how much to map.
  static std::optional<std::size_t> claimed_size(const void *blob) noexcept;

  /// Calls `visit(node)` for every node, parents first, until it returns false.
  template <class Visitor> void each_node(Visitor &&visit) const noexcept {
    Cursor cursor{};
    while (std::optional<Node> node = next_node(cursor))
      if (!visit(*node))
        return;
  }
  std::optional<Property> property(const Node &node, std::string_view name) const noexcept;
  /// The node at an absolute path like `/chosen`, unit addresses included.
  std::optional<Node> find_path(std::string_view path) const noexcept;
  /// The first node that lists `compatible` and is not disabled.
  std::optional<Node> find_compatible(std::string_view compatible) const noexcept;
  bool is_compatible(const Node &node, std::string_view compatible) const noexcept;
  /// Entry `index` of `reg`. Addresses are not translated through `ranges`: on our platforms every
  /// bus is mapped one to one.
  std::optional<Region> region(const Node &node, std::size_t index) const noexcept;
  /// Interrupt `index` of a node whose parent is a GIC, as the GIC numbers it (SPIs from 32, PPIs
  /// from 16).
  std::optional<std::uint32_t> interrupt(const Node &node, std::size_t index) const noexcept;

  std::size_t size() const noexcept { return size_; }

private:
  struct Cursor {
    std::size_t at = 0;
    std::size_t depth = 0; // number of open nodes
    std::uint32_t address_cells[max_depth + 1]{};
    std::uint32_t size_cells[max_depth + 1]{};
  };
  struct Token {
    std::uint32_t kind;
    std::size_t next; // offset behind the token and its data
    Property property;
    std::string_view name;
  };
  std::optional<Token> token(std::size_t at) const noexcept;
  std::optional<Node> next_node(Cursor &cursor) const noexcept;

  std::span<const std::byte> structure_;
  std::span<const std::byte> strings_;
  std::size_t size_ = 0;
};

} // namespace levitate::hal
