#pragma once
struct Stay {
  int level = 3;
};
struct Log {
  int level = 3;
};
