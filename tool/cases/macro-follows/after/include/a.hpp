#pragma once
namespace old {
int other(int x);
} // namespace old
