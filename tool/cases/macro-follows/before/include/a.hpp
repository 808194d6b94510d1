#pragma once
namespace old {
int limit(int x);
int other(int x);
} // namespace old
