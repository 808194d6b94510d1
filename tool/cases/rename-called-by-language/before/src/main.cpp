struct Numbers {
  int values[2] = {0, 0};
  const int *begin() const { return values; }
  const int *end() const { return values + 2; }
};

int main() {
  int sum = 0;
  for (int value : Numbers())
    sum += value;
  return sum;
}
