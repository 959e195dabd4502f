from sectorlaunch.cli import main

main()
