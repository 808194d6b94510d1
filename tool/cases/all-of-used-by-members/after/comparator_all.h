#pragma once

class Comparator {
public:
  virtual ~Comparator();
  virtual int Compare(int a, int b) const = 0;
};

const Comparator *Bytewise();
