; Before the first page: the language, for whom, where, and whether this computer can have it at all.
;
; What .onInit says is in the language of Windows, as another one that /LANG names only counts after it.

Var OnlyOne

!macro ONE_AT_A_TIME
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "GatewayCompanionSetup") p .r1 ?e'
  Pop $0
  StrCpy $OnlyOne $1
  ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
    ${Stop} ${EXIT_IN_USE} "$(OtherSetup)"
  ${EndIf}
!macroend

; Else that of Windows.
!macro CHOOSE_LANGUAGE
  ClearErrors
  ${GetOptions} $Parameters "/LANG=" $0
  ${If} $0 == "de"
    StrCpy $LANGUAGE 1031
  ${ElseIf} $0 == "en"
    StrCpy $LANGUAGE 1033
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  ${GetParameters} $Parameters
  !insertmacro CHOOSE_LANGUAGE
  ${IfNot} ${AtLeastBuild} ${WINDOWS_1809}
    ${Stop} ${EXIT_OLD_WINDOWS} "$(OldWindows)"
  ${EndIf}
  !insertmacro ONE_AT_A_TIME
  ClearErrors
  ${GetOptions} $Parameters "/ALLUSERS" $0
  ${IfNot} ${Errors}
    Call ForAllUsers
  ${EndIf}
  Call ChooseFolder
  ReadRegStr $Installed SHCTX "${UNINSTALL_KEY}" "DisplayVersion"
FunctionEnd

Function ForAllUsers
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    ${Stop} ${EXIT_NO_RIGHTS} "$(NotElevated)"
  ${EndIf}
  StrCpy $AllUsers 1
  SetShellVarContext all
FunctionEnd

; IT has put it here for everybody: a second copy is hardly what somebody wants.
Function AskWhereAllHaveIt
  ${If} $AllUsers == 1
    Return
  ${EndIf}
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ReadRegStr $1 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} ${FileExists} "$0\${WINDOW}"
  ${AndIf} $1 == ""
    ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(AllHaveIt)" IDNO`
      ${Stop} ${EXIT_CANCELLED} ""
    ${EndIf}
  ${EndIf}
FunctionEnd

; /D= names another one; one that holds other things gets a folder of ours in it.
Function ChooseFolder
  ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $INSTDIR != ""
    ${GetFileName} $INSTDIR $1
    ${If} $1 != "${NAME}"
    ${AndIf} $INSTDIR != $0
      StrCpy $INSTDIR "$INSTDIR\${NAME}"
    ${EndIf}
  ${ElseIf} $0 != ""
    StrCpy $INSTDIR $0
  ${ElseIf} $AllUsers == 1
    StrCpy $INSTDIR "$PROGRAMFILES64\${NAME}"
  ${Else}
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
  ${EndIf}
FunctionEnd

; Silently, IT knows what it does.
Function AskToGoBack
  ${If} $Installed == ""
    Return
  ${EndIf}
  ${VersionCompare} $Installed "${VERSION}" $0
  ${If} $0 = 1
    ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(Older)" IDNO`
      ${Stop} ${EXIT_CANCELLED} ""
    ${EndIf}
  ${EndIf}
FunctionEnd
