struct Counter {
  int value = 0;
  void add(int amount) { value = value + amount; }
};

int main() {
  Counter counter;
  counter.add(0);
  return counter.value;
}
