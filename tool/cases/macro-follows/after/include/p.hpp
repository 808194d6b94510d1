#pragma once
namespace fresh {
int limit(int x);
} // namespace fresh
