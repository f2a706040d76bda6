"""Speed and memory as ratios within one run: a machine's own pace cancels out. Run by `make bench`."""
