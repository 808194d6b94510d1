#pragma once
namespace fresh {
struct Point { int x; };
} // namespace fresh
