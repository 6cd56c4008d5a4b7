-- A recipient's page asks again and again what became of the commands about one parcel.
create index commands_by_parcel on commands (parcel_id) where parcel_id is not null;
