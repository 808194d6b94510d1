#pragma once

class Comparator;

struct Options {
  Options();
  const Comparator *comparator;
};
