#pragma once

struct A {
  int x;
};
