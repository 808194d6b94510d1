#pragma once

struct Address {
  int port = 80;
};
