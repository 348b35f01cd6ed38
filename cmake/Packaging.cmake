# What is installed, and where; and Debian's package of it: cpack in the build folder, or ./run package.
include(GNUInstallDirs)

install(TARGETS waggle RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# The web pages are fetched beside the program (tools/fetch_pages); without them nothing else is missing.
install(DIRECTORY ${CMAKE_BINARY_DIR}/web DESTINATION ${CMAKE_INSTALL_DATADIR}/waggle OPTIONAL)
install(FILES packaging/waggle.service DESTINATION lib/systemd/system)
install(FILES packaging/waggle.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/waggle.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME waggle)
install(FILES NOTICE LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME waggle)
set(CPACK_PACKAGE_VENDOR "The Waggle authors")
set(CPACK_PACKAGE_CONTACT "The Waggle authors <waggle@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Zigbee to MQTT in one small native program")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_SOURCE_DIR}/build)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "mosquitto")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/packaging/postinst ${CMAKE_SOURCE_DIR}/packaging/prerm ${CMAKE_SOURCE_DIR}/packaging/postrm)
include(CPack)
