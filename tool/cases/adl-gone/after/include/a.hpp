#pragma once
namespace old {
struct Point { int x; };
} // namespace old
