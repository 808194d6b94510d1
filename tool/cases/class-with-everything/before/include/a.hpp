#pragma once
#include <memory>
#include <string>
namespace old {
/// The widget.
class [[nodiscard]] Widget {
public:
  struct Options { int depth = 2; };
  Widget();
  explicit Widget(const Options &options);
  ~Widget();
  static int count();
  std::string name() const;
private:
  struct Impl;
  std::unique_ptr<Impl> impl;
};
inline constexpr Widget::Options Defaults{.depth = 5};
enum class Kind : unsigned char { A, B };
enum Plain { One = 1, Two };
int other(Kind k);
} // namespace old
