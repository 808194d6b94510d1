#pragma once
namespace n {
struct W { int v = 2; };
}
