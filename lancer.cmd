@echo off
rem Opens the dashboard by a double click: installs what is missing, then starts it.
rem With a folder wheels\ (made by "make wheels") it needs no network.
setlocal
chcp 65001 >nul
rem Set for other programs, they would send this Python to their libraries.
set "PYTHONHOME="
set "PYTHONPATH="
rem A folder of the network cannot be the current one under its own name: pushd gives it a letter.
pushd "%~dp0" 2>nul || goto dossier
if not exist requirements.txt goto dossier
if not exist app.py goto dossier

if not exist .venv\Scripts\python.exe goto creer
rem Copied from another computer, an environment finds no Python; left half made, no pip.
.venv\Scripts\python.exe -c "import pip" >nul 2>nul && goto installer
echo L'environnement Python est incomplet ou vient d'un autre ordinateur : il est refait.

:creer
set "PYTHON="
rem Without an installed Python, "python" is a stub that sends to the Microsoft Store: it cannot answer.
call :essayer py -3
call :essayer python
call :essayer python3
if not defined PYTHON goto python
%PYTHON% -m venv --clear .venv || goto environnement

:installer
fc /b requirements.txt .venv\requirements.txt >nul 2>nul && goto lancer
echo Installation : une à trois minutes la première fois. Rien d'autre ne s'affiche pendant ce temps...
set "SOURCE="
if exist wheels\ set "SOURCE=--no-index --find-links wheels"
.venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check %SOURCE% -r requirements.txt || goto installation
copy /y requirements.txt .venv\requirements.txt >nul

:lancer
echo Le tableau de bord s'ouvre dans votre navigateur. Pour l'arrêter : Ctrl+C ici, ou fermez cette fenêtre.
set "TNE_ACCES=poste"
.venv\Scripts\python.exe -m streamlit run app.py --server.headless false --server.showEmailPrompt false %* || goto echec
popd
exit /b 0

:essayer
if defined PYTHON exit /b 0
%* -c "import sys; sys.exit(sys.version_info < (3, 11) or sys.maxsize < 2**32)" >nul 2>nul && set "PYTHON=%*"
exit /b 0

:dossier
echo Ce fichier doit rester dans le dossier du projet. S'il est dans une archive ZIP, extrayez-la d'abord tout entière.
goto echec

:python
echo Python 3.11 ou plus récent est nécessaire, en 64 bits : installez-le, puis recommencez.
goto echec

:environnement
echo L'environnement Python n'a pas pu être créé dans ce dossier : déplacez le dossier du projet là où vous pouvez écrire.
goto echec

:installation
echo L'installation a échoué : vérifiez le réseau, ou placez le dossier « wheels » à côté de ce fichier.
echo Si le message parle d'un chemin introuvable ou trop long, déplacez le dossier du projet, par exemple dans C:\TNE.

:echec
popd
pause
exit /b 1
