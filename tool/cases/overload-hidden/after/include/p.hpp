#pragma once
namespace fresh {
int f(int);
}
